# An int that no float equals: compared by value, not as the nearest float, whatever came before.


def order(a, b):
    result = []
    if a < b:
        result.append("<")
    if a <= b:
        result.append("<=")
    if a == b:
        result.append("==")
    if a != b:
        result.append("!=")
    if a > b:
        result.append(">")
    if a >= b:
        result.append(">=")
    return " ".join(result)


# Ints, floats and both: all that is known is that they are numbers.
for i in range(400):
    order(i, 2)
    order(i + 0.5, 2.5)
    order(i, 2.5)
    order(i + 0.5, 2)

for power in (52, 53, 54, 61, 62, 63, 64):
    n = 2**power
    for difference in (-1, 0, 1):
        print(power, difference, order(n + difference, float(n)), "|", order(float(-n), difference - n))
for number in (float("inf"), float("-inf"), float("nan"), 0.0, -0.0):
    print(number, order(number, 0), "|", order(2**60, number), "|", order(number, 2**70))
