"""A float loop: a damped recurrence."""


def run():
    x = 0.5
    total = 0.0
    for _ in range(1000000):
        x = 3.7 * x * (1.0 - x)
        total += x
    return total
