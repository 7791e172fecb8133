# Loops whose two indices come towards each other: what they begin with bounds both.


def turned(items, i, j):
    while i < j:
        items[i], items[j] = items[j], items[i]
        i += 1
        j -= 1
    return i, j


def summed(items, i, j):
    total = 0
    while j >= i:
        total += items[i] * 3 - items[j]
        i += 2
        j -= 1
    return total, i, j


def steps_before_the_test(i, n, items):
    rounds = 0
    while True:
        k = i + 1
        if not i < n:
            return k, rounds
        items[i] += 1
        i += 1
        rounds += 1


def changed(items, i, j, at, change):
    steps = 0
    try:
        while i < j:
            items[i], items[j] = items[j], items[i]
            i += 1
            j -= 1
            steps += 1
            if steps == at:
                change(items)
    except (IndexError, TypeError) as error:
        return type(error).__name__, steps, i, j, items[:4], len(items)
    return steps, i, j, items[:4], len(items)


def jumps(items, i, j, at, to):
    steps = 0
    try:
        while i < j:
            items[i] += items[j]
            i += 1
            j -= 1
            steps += 1
            if steps == at:
                j = to
    except IndexError as error:
        return str(error), steps, i, j
    return steps, i, j, sum(items)


n = 5001
for _ in range(4):
    items = list(range(n))
    print(turned(items, 0, n - 1), items[:3], items[-3:])
    print(summed(items, 0, n - 1))

# From the end, with a bool, beyond either end, and not at all.
items = list(range(n))
print(turned(items, -3, 4), items[:6], items[-4:])
print(turned(items, False, 4), items[:6])
print(turned(items, 5, 5), turned(items, 9, 3), turned([], 0, -1), turned([1], 0, 0))
for bounds in ((0, n), (-n - 1, 3), (n - 2, n + 2), (0, 1 << 63), (-(1 << 63), 4), (0, 1 << 70)):
    items = list(range(n))
    try:
        print(turned(items, *bounds))
    except IndexError as error:
        print(bounds, error, items[:4])

# What is computed before the test says that the index is good may be no small int.
for _ in range(3):
    print(steps_before_the_test(0, n, [0] * n))
for first in (n, (1 << 62) - 1, 1 << 62, (1 << 63) - 2, (1 << 63) - 1, 1 << 63, 1 << 70):
    print(steps_before_the_test(first, n, [0] * n))
print(steps_before_the_test(True, 3, [0] * n), steps_before_the_test(-2, 3, [0] * n))

# The list gets shorter, longer, or another kind of list in between.
def shorten(items):
    del items[n // 2:]


def lengthen(items):
    items.extend([None] * 3)


def empty(items):
    items.clear()


class Watched(list):
    def __setitem__(self, index, value):
        if index % 1000 == 0:
            print("stored", index)
        super().__setitem__(index, value)


for change in (shorten, lengthen, empty):
    for at in (0, 1, 1500):
        print(change.__name__, at, changed(list(range(n)), 0, n - 1, at, change))
print(changed(Watched(range(n)), 0, n - 1, 3, lengthen))
print(changed(tuple(range(9)), 0, 8, 3, lengthen))

for to in (n - 5, n + 5, -7, 3, 1 << 64):
    print(to, jumps(list(range(n)), 0, n - 1, 1200, to))
