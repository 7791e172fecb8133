"""Loops that unpack what enumerate, zip and items() give, and look at the pair in every other way."""

import sys
import traceback


def show(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except Exception as error:
        lines = [frame.lineno - function.__code__.co_firstlineno
                 for frame in traceback.extract_tb(error.__traceback__)[1:]]
        print(function.__name__, type(error).__name__, error, lines)


def numbered(items):
    total = 0
    for i, x in enumerate(items):
        total += i * x
    return total, i, x


def numbered_from(items, start):
    total = []
    for i, x in enumerate(items, start):
        total.append(i)
    return total[:2], total[-2:]


def whole_pairs(items):
    pairs = []
    for pair in enumerate(items):
        i, x = pair
        if i % 100 == 0:
            pairs.append(pair)
    return pairs


def zipped(a, b):
    total = 0
    for x, y in zip(a, b):
        total += x * y
    return total


def zipped_strictly(a, b):
    total = 0
    for x, y in zip(a, b, strict=True):
        total += x * y
    return total


def zipped_three(a, b, c):
    total = 0
    for x, y, z in zip(a, b, c):
        total += x * y - z
    return total


def items_of(d):
    total = 0
    for key, value in d.items():
        total += key * value
    return total


def nested(d, n):
    total = 0
    for i in range(n):
        for j, (key, value) in enumerate(d.items()):
            total += i + j + key - value
        for (a, b), c in zip(d.items(), range(5)):
            total += a * b * c
    return total


def three_of(items):
    total = 0
    for i, x, y in enumerate(items):
        total += i
    return total


def changing(items):
    total = 0
    for i, x in enumerate(items):
        if x == 500:
            items.append(-1)
        if len(items) > 3000:
            break
        total += x
    return total


def seen(items):
    for i, x in enumerate(items):
        if i == len(items) - 1:
            names = sorted(sys._getframe().f_locals)
    return names


def rests(items):
    iterator = enumerate(items)
    total = 0
    for i, x in iterator:
        total += x
        if i == len(items) // 2:
            break
    return total, next(iterator), len(list(iterator))


def swaps(n):
    a, b, c = 1, 2, 3
    for i in range(n):
        a, b, c = b, c, a
        pair = (a, b) if i % 3 else (c, a)
        x, y = pair
        a = x + i % 2
    return a, b, c


def main():
    numbers = list(range(600))
    show(numbered, numbers)
    show(numbered, [float(n) for n in numbers])
    show(numbered, numbers + [1.5, 2**70])
    show(numbered, numbers + ["x", None])
    show(numbered, tuple(numbers))
    show(numbered, iter(numbers))
    show(numbered, (n for n in numbers))
    show(numbered, [])
    show(numbered_from, numbers, 2**62 - 300)
    show(numbered_from, numbers, 2**70)
    show(whole_pairs, numbers)
    show(zipped, numbers, numbers)
    show(zipped, numbers, numbers[:400])
    show(zipped, range(600), tuple(numbers))
    show(zipped, numbers, (n for n in numbers))
    show(zipped, numbers, numbers[:300] + [None])
    show(zipped, numbers, [0.5] * 600)
    show(zipped, [1] * 9, "abcdefghi")
    show(zipped_strictly, numbers, numbers)
    show(zipped_strictly, numbers, numbers[:-1])
    show(zipped_strictly, numbers[:-1], numbers)
    show(zipped_three, numbers, numbers, numbers)
    show(items_of, {n: n for n in numbers})
    show(items_of, {n: str(n) for n in range(5)})
    show(items_of, {n: n for n in numbers} | {"x": "y"})
    show(nested, {n: n + 1 for n in range(9)}, 40)
    show(three_of, numbers)
    show(changing, list(numbers))
    show(seen, numbers)
    show(rests, numbers)
    show(swaps, 1000)


for _ in range(2):
    main()
