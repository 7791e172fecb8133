# Sums that nothing reads but the store behind them: ints next to what a word holds, and whatever else comes along.
import sys

SMALLEST, LARGEST = -(1 << 62), (1 << 62) - 1


def add_index(items, first):
    for i in range(first, len(items)):
        items[i] += i


def add(items, n):
    for i in range(len(items)):
        items[i] += n


def subtract(items, n):
    for i in range(len(items)):
        items[i] -= n


def subtract_from(items, n):
    for i in range(len(items)):
        items[i] = n - items[i]


def add_both(items, others):
    for i in range(len(items)):
        items[i] = items[i] + others[i]


def count(items, keys):
    for key in keys:
        items[key] += 1


class Counter:
    def __init__(self):
        self.total = 0
        self.other = 5


def attributes(counter, items):
    for x in items:
        counter.total += x
        counter.other = x - counter.other


def tried(function, items, *arguments):
    try:
        function(items, *arguments)
    except (TypeError, IndexError) as error:
        print(function.__name__, type(error).__name__, error)
    kinds = sorted({type(x).__name__ for x in items})
    print(function.__name__, len(items), items[:2], items[1498:1503], items[-1:], kinds)


def made(odd, at=1500):
    items = [k - 7 for k in range(3000)]
    items[at] = odd
    return items


for _ in range(2):
    tried(add_index, made(1), 0)
    for function in (add, subtract, subtract_from):
        tried(function, made(2), 3)
    tried(add_both, made(4), made(5))
    tried(count, made(6), [k * 7 % 3000 for k in range(4000)])

odds = (LARGEST, SMALLEST, LARGEST - 1, LARGEST + 1, SMALLEST - 1, (1 << 63) - 1, 1 << 63, -(1 << 63), 1 << 70,
        (1 << 27) + 1, 0.5, True, None, "text", 2 + 1j)
for odd in odds:
    tried(add_index, made(odd), 0)
    tried(add, made(odd), 1)
    tried(subtract, made(odd), 1)
    tried(subtract_from, made(odd), -1)
    tried(add_both, made(odd), made(odd))
    tried(count, made(odd), [1500] * 3)
for n in (LARGEST, SMALLEST, 1 << 61, -(1 << 61), 1 << 62, (1 << 63) - 1, -(1 << 63), 1 << 64, 0.25, False):
    tried(add, made(0), n)
    tried(subtract, made(1), n)
    tried(subtract_from, made(-1), n)
tried(add_index, made(LARGEST, at=2999), 1)
tried(add_index, made(3), -5)

counter = Counter()
attributes(counter, [3] * 3000)
print(counter.total, counter.other)
for step in (1 << 61, -(1 << 62), 1 << 40, 0.5):
    counter = Counter()
    attributes(counter, [1] * 2000 + [step] * 9)
    print(counter.total, counter.other)


def shown(items):
    frame = sys._getframe()
    for i in range(len(items)):
        items[i] += i
        if i == 2500:
            return frame.f_locals["i"], items[i], items[i + 1]


print(shown([LARGEST - k for k in range(3000)]))
