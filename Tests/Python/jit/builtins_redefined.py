"""Builtins hidden by globals or replaced in their module while hot loops call them."""

import builtins


def change(namespace, name, value):
    namespace[name] = value


def remove(namespace, name):
    namespace.pop(name, None)


def lengths(n, at):
    items, total = [1, 2, 3], 0
    for i in range(n):
        total += len(items)
        if i == at:
            change(globals(), "len", lambda x: 100)
        elif i == at + 10:
            remove(globals(), "len")
        elif i == at + 20:
            change(vars(builtins), "len", lambda x: 1000)
        elif i == at + 30:
            change(vars(builtins), "len", original["len"])
    return total


def magnitudes(n, at):
    total = 0
    for i in range(n):
        total += abs(-i) + min(i, 5) - max(i & 3, 2)
        if i == at:
            change(vars(builtins), "abs", lambda x: 0.5)
            change(globals(), "min", max)
        elif i == at + 5:
            change(vars(builtins), "abs", original["abs"])
            remove(globals(), "min")
    return total


def ranges(n, at):
    total = 0
    for i in range(n):
        for j in range(3):
            total += j
        if i == at:
            change(globals(), "range", lambda k: (10, 20))
        elif i == at + 7:
            remove(globals(), "range")
    return total


def kinds(n, at):
    count = 0
    for i in range(n):
        if isinstance(i, int):
            count += 1
        if isinstance(i, (str, float)):
            count += 1000
        if i == at:
            change(globals(), "isinstance", lambda value, kind: kind is not int)
        elif i == at + 3:
            remove(globals(), "isinstance")
    return count


def conversions(n, at):
    total = 0
    for i in range(n):
        total += int(i + 0.5) + ord(chr(97 + i % 5)) + sum((i, 1)) + int(bool(i))
        if i == at:
            change(globals(), "int", float)
            change(globals(), "sum", lambda pair: pair[0])
        elif i == at + 50:
            remove(globals(), "int")
            remove(globals(), "sum")
    return total


def gone(n, at):
    missing = 0
    for i in range(n):
        if i == at:
            remove(vars(builtins), "hash")
        try:
            hash(i)
        except NameError as error:
            missing += 1
            if missing == 1:
                print(error)
        if i == at + 20:
            change(vars(builtins), "hash", original["hash"])
    return missing


def subclassed(n, at):
    class Loud(int):
        def __index__(self):
            return 7

        def __add__(self, other):
            return 1000

    total = 0
    for i in range(n):
        x = i if i != at else Loud(i)
        total += x + 1
        total += [0, 1, 2, 3, 4, 5, 6, 7, 8][x % 8]
    return total


original = {name: getattr(builtins, name) for name in ("len", "abs", "hash")}
print(lengths(20_000, 10_000), magnitudes(20_000, 10_000), ranges(9000, 5000))
print(kinds(20_000, 10_000), conversions(9000, 5000), gone(20_000, 10_000), subclassed(20_000, 9000))
print(lengths(20_000, 19_990), len("abc"))
