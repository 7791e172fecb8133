"""Natives that call Python functions in hot loops: sort, map, filter, min, sum, hooks of classes."""

import functools


def keys(n):
    seen = 0

    def key(x):
        nonlocal seen
        seen += 1
        if seen == n // 2:
            return 0.5
        return x % 10

    items = sorted(range(n), key=key)
    return items[:5], items[-5:], seen


def failing_key(n):
    items = list(range(n, 0, -1))
    try:
        items.sort(key=lambda x: 1 // (x - n // 2))
    except ZeroDivisionError as error:
        return str(error), len(items), items[0]


def mapped(n):
    return sum(map(lambda x, y: x * y, range(n), range(n, 0, -1))), len(list(filter(lambda x: x & 4, range(n))))


def compared(n):
    class Item:
        def __init__(self, value):
            self.value = value

        def __lt__(self, other):
            return self.value < other.value

    items = [Item(i * 7919 % 1009) for i in range(n)]
    items[n // 2].value = 0.5
    items[3].value = 1 << 70
    return [i.value for i in sorted(items)[:3]], max(items, key=lambda i: -i.value).value, min(items).value


def reduced(n):
    def step(total, x):
        if x == n // 2:
            return total + 0.5
        return total + x

    return functools.reduce(step, range(n))


def hashed(n):
    class Key:
        def __init__(self, value):
            self.value = value

        def __hash__(self):
            return self.value & 7

        def __eq__(self, other):
            return self.value == other.value

    return len({Key(i % 20) for i in range(n)}), len(dict.fromkeys(map(Key, range(40))))


def iterated(n):
    class Squares:
        def __init__(self, n):
            self.n, self.i = n, 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.i >= self.n:
                raise StopIteration
            self.i += 1
            if self.i == self.n // 2:
                return 0.25
            return self.i * self.i

        def __length_hint__(self):
            return 3

    class ByIndex:
        def __getitem__(self, i):
            if i >= n:
                raise IndexError
            return i

    total = 0
    for x in Squares(n):
        total += x
    for x in ByIndex():
        total += x
    a, *b = Squares(n // 100)
    return total, sum(Squares(n)), len(list(ByIndex())), a, len(b), 5 in ByIndex(), tuple(Squares(3))


def called_until(n):
    state = [0]

    def step():
        state[0] += 1
        return state[0]

    return sum(iter(step, n))


def changes_caller(n):
    """The function that a native calls changes the loop's own container and variables."""
    items, total = list(range(50)), 0

    def change(x):
        nonlocal total
        total += 1
        if total % 1000 == 0:
            items.append(total)
        return -x

    for i in range(n // 50):
        total += max(map(change, items[:50])) + len(items)
    return total, len(items)


def converted(n):
    class Odd:
        def __init__(self, value):
            self.value = value

        def __int__(self):
            return self.value

        def __float__(self):
            return self.value / 2

        def __bool__(self):
            return self.value % 3 == 0

        def __len__(self):
            return self.value & 3

        def __str__(self):
            return str(self.value)

        def __index__(self):
            return self.value & 1

    total = 0
    for i in range(n):
        odd = Odd(i)
        total += int(odd) + float(odd) + bool(odd) + len(odd) + len(str(odd)) + [10, 20][odd] + len(f"{odd}")
    return total


def partials(n):
    add = functools.partial(lambda a, b, c=0: a + b + c, 1, c=2)
    cached = functools.lru_cache(maxsize=10)(lambda x: x * 2)
    total = 0
    for i in range(n):
        total += add(i) + cached(i % 20)
    return total, cached.cache_info()[:2]


print(keys(5000), failing_key(3000), mapped(9000), compared(2000), reduced(9000), hashed(3000))
print(iterated(3000), called_until(9000), changes_caller(9000), converted(3000), partials(6000))
