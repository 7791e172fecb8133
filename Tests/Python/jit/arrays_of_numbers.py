# Items of arrays of every kind, by their memory, and what leaves from there.
from array import array


def total(values, n):
    t = 0
    for r in range(n):
        for i in range(len(values)):
            t += values[i]
    return t


for code in "bBhHiIlLqQfd":
    print(code, total(array(code, range(100)), 40))
print(total(array("w", "abc") and array("b", [-1, -128, 127]), 1000))
print(total(array("Q", [2 ** 64 - 1, 2 ** 63]), 1000))


def fill(values, n, offset):
    for r in range(n):
        for i in range(len(values)):
            values[i] = i + offset
    return values[-1], values[-len(values)]


for code in "bBhHiIlLqQfd":
    print(code, fill(array(code, [0] * 100), 40, 1))


def errors(code, values):
    a = array(code, [0] * 10)
    seen = []
    for v in values:
        try:
            a[3] = v
        except (OverflowError, TypeError) as e:
            seen.append((v, type(e).__name__, e.__traceback__.tb_lineno))
    return a[3], seen


for code in "bBhHiIlqd":
    print(code, errors(code, [1] * 3000 + [127, 128, -128, -129, 255, 256, 2 ** 15, -1, 2 ** 31, 2 ** 32, 2 ** 63, "x"]))


def swapped(pairs):
    t = 0
    for a, i in pairs:
        t += a[i]
    return t


print(swapped([(array("d", [1.5, 2.5]), 1)] * 3000 + [(array("i", [7, 8]), 0)] * 200 + [([9], 0)] * 200))


def growing(n):
    a = array("l")
    t = 0
    for i in range(n):
        a.append(i)
        t += a[i // 2]
    try:
        while True:
            t += a[i]
            i += 1
    except IndexError as e:
        print(e, i)
    return t


print(growing(5000))
