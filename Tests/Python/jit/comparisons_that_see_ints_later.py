# Comparisons that have seen floats and get ints, small and large, bools, None and NaN.


def less(a, b):
    if a < b:
        return "less"
    if a == b:
        return "equal"
    return "other"


def truths(a, b):
    return a < b, a <= b, a == b, a != b, a > b, a >= b


def count(values, limit):
    n = 0
    for value in values:
        if value >= limit:
            n += 1
        if limit > value:
            n += 100
    return n


for i in range(30000):
    less(i * 0.5, 7000.5)
    truths(i * 0.5, 7000.5)
print(count([i * 0.25 for i in range(20000)], 100.0))

big = 1 << 53
pairs = [
    (1, 2), (2, 1), (3, 3), (1.5, 1), (1, 1.5), (2.0, 2), (2, 2.0), (True, 1.0), (0.0, False),
    (big, float(big)), (big + 1, float(big)), (float(big), big + 1), (big + 1, big), (-big - 1, -float(big)),
    (1 << 62, float(1 << 62)), ((1 << 62) + 1, float(1 << 62)), (1 << 70, 1e30), (1e30, 1 << 70),
    (float("nan"), 1), (1, float("nan")), (float("inf"), 1 << 2000), (0.0, -0.0), (0, -0.0),
]
for repeat in range(40):
    for a, b in pairs:
        shown = less(a, b), truths(a, b)
        if repeat == 39:
            print(a if a is not None and abs(a) < 1e40 else "large", shown)

for wrong in (None, "x", [1]):
    for f in (less, truths):
        try:
            f(1.5, wrong)
        except TypeError as error:
            print(error, error.__traceback__.tb_next.tb_lineno)

for repeat in range(300):
    total = count(list(range(200)), 100) + count([1, 2.5, big + 1, True], 2)
print(total)
