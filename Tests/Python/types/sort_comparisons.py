"""The comparisons that a sort makes, and what a comparison that raises leaves behind."""
import random


class Key:
    count = 0
    log = 0

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        Key.count += 1
        Key.log = (Key.log * 31 + self.n * 7 + other.n) % 1000000007
        if Key.count == Key.limit:
            raise ValueError("enough")
        return self.n < other.n

    def __repr__(self):
        return str(self.n)


def inputs(rng):
    for size in (0, 1, 2, 3, 5, 17, 63, 64, 65, 100, 300, 1000):
        yield [rng.randrange(size + 1) for _ in range(size)]
        yield [rng.randrange(3) for _ in range(size)]
        yield list(range(size))
        yield list(range(size, 0, -1))
        yield [k // 5 for k in range(size, 0, -1)]
        yield [k % 40 for k in range(size)]
        yield list(range(size // 2)) + list(range(size // 3, size))
        yield [k for k in range(size) if k % 7] + [k for k in range(size) if not k % 7]


rng = random.Random(5)
for number, values in enumerate(inputs(rng)):
    for reverse in (False, True):
        for limit in (-1, 1, 2, 7, 50, 200, 900):
            Key.count, Key.log, Key.limit = 0, 0, limit
            keys = [Key(v) for v in values]
            try:
                keys.sort(reverse=reverse)
            except ValueError:
                pass
            text = repr(keys)
            print(number, reverse, limit, Key.count, Key.log, hash(text) % 1000 if len(text) > 99 else text)
            names = [f"v{i}" for i in range(len(values))]
            Key.count, Key.log = 0, 0
            try:
                names.sort(key=lambda name: Key(values[int(name[1:])]), reverse=reverse)
            except ValueError:
                pass
            print(Key.count, Key.log, hash(tuple(names)) % 1000)
