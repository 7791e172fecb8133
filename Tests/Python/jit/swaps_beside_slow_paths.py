# Variables that get back an earlier value behind an instruction that sometimes is the interpreter's.
import sys


def look():
    return sys._getframe(1).f_locals["a"]


def sums(n, values):
    a, b = "a", "b"
    seen = []
    for i in range(n):
        v = values[i % len(values)]
        seen.append(look())
        a, b = b, a
        x = v + 1
        a, b = b, a
        seen.append(look())
    return "".join(seen[-12:]), a, b, x


def compares(n, values):
    a, b = "a", "b"
    seen = []
    count = 0
    for i in range(n):
        v = values[i % len(values)]
        seen.append(look())
        a, b = b, a
        if v < 1:
            count += 1
        a, b = b, a
        seen.append(look())
    return "".join(seen[-12:]), a, b, count


def tests(n, values):
    a, b = "a", "b"
    seen = []
    count = 0
    for i in range(n):
        v = values[i % len(values)]
        seen.append(look())
        a, b = b, a
        if v:
            count += 1
        a, b = b, a
        seen.append(look())
    return "".join(seen[-12:]), a, b, count


for values in [1, 0, 2], [1, 0.5, 0.0, 3], [0.5, 1, 0.0], ["", "b", 0.0, 1]:
    for n in 5, 50, 2500:
        for function in sums, compares, tests:
            try:
                print(function.__name__, function(n, values))
            except TypeError as error:
                print(error)
