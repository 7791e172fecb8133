"""Instances of subclasses of int, float, str, list, dict and tuple where plain ones were before."""


class Int(int):
    def __add__(self, other):
        return 1000

    def __lt__(self, other):
        return True

    def __index__(self):
        return 2


class PlainInt(int):
    pass


class Float(float):
    def __mul__(self, other):
        return -1.0

    def __neg__(self):
        return 50.0


class Str(str):
    def __len__(self):
        return 77

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class List(list):
    def __getitem__(self, index):
        return 9

    def __iter__(self):
        return iter((1, 1, 1))

    def append(self, value):
        super().append(value)
        super().append(value)


class Dict(dict):
    def __missing__(self, key):
        return 5

    def __getitem__(self, key):
        return super().__getitem__(key) + 1


class Tuple(tuple):
    def __getitem__(self, index):
        return "item"

    def __len__(self):
        return 40


def ints(n, at, odd):
    total, items = 0, list(range(10))
    for i in range(n):
        x = odd if i == at else i % 10
        total += (x + 1) + (x < 3) + items[x] + x * 2 - (-x) + (x == 4) + (x & 3) + x // 2
        for _ in range(x):
            total += 1
    return total


def floats(n, at, odd):
    total = 0.0
    for i in range(n):
        x = odd if i == at else i * 0.25
        total += x * 2.0 + (-x) + (x > 3.0) + abs(x) + int(x)
        total %= 1e6
    return total


def strings(n, at, odd):
    total, table = 0, {"abc": 1, "b": 2}
    for i in range(n):
        x = odd if i == at else "abc" if i & 1 else "b"
        total += len(x) + (x == "b") + table.get(x, 100) + ("b" in x) + len(x + "!") + (x[0] == "a") + len(x.upper())
        for c in x:
            total += c < "b"
    return total


def lists(n, at, odd):
    total = 0
    for i in range(n):
        x = odd if i == at else [i, 2, 3]
        total += x[0] + x[-1] + len(x) + sum(x) + (2 in x)
        for y in x:
            total += y
        x.append(1)
        total += len(x)
        a, *b = x
        total += a + len(b) + (x[1:] == [2, 3, 1])
    return total


def dicts(n, at, odd):
    total = 0
    for i in range(n):
        x = odd if i == at else {"a": i, "b": 1}
        total += x["a"] + x.get("b", 7) + len(x) + ("a" in x)
        for k in x:
            total += len(k)
        for k, v in x.items():
            total += v
        x["c"] = 1
        if i == at:
            total += x["nothing"] if isinstance(x, Dict) else 3
    return total


def tuples(n, at, odd):
    total = 0
    for i in range(n):
        x = odd if i == at else (i, 1, 2)
        total += x[1] == "item" or x[1]
        total += len(x) + sum(x) + (1 in x)
        a, b, c = x
        total += a + b + c
        for y in x:
            total += y
    return total


def loops_over_views(n):
    table, items = Dict(a=1, b=2), List([5, 6])
    total = 0
    for i in range(n):
        for v in table.values():
            total += v
        for a, b in zip(items, (1, 2)):
            total += a * b
        for k, v in enumerate(items):
            total += k * v
        if i == n // 2:
            table, items = dict(table), list.copy(items)
    return total


def kind_of_results(n):
    found = []
    for i in range(n):
        x = PlainInt(i) if i > n - 3 else i
        y = x + 0
        z = x * 1
        w = max(x, -1)
        if i > n - 4:
            found.append((type(y).__name__, type(z).__name__, type(w).__name__, type(-x).__name__, repr(x), f"{x}"))
    return found


for odd in (Int(3), PlainInt(3), True, 3):
    print(ints(6000, 5000, odd), end=" ")
for odd in (Float(1.5), 1.5, 2, Int(2)):
    print(floats(6000, 5000, odd), end=" ")
print()
for odd in (Str("b"), "b", Str("zz")):
    print(strings(6000, 5000, odd), end=" ")
print(lists(4000, 3000, List([4, 5])), lists(4000, 3000, [4, 5]))
print(dicts(4000, 3000, Dict(a=1, b=2)), dicts(4000, 3000, dict(a=1, b=2)))
print(tuples(4000, 3000, Tuple((1, 2, 3))), tuples(4000, 3000, (1, 2, 3)), loops_over_views(3000), kind_of_results(3000))
