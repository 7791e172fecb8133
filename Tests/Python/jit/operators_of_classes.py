"""Operators that are methods of classes, on objects that live for one iteration and on others."""


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        if type(other) is not Vector:
            return NotImplemented
        return Vector(self.x - other.x, self.y - other.y)

    def __rsub__(self, other):
        return Vector(other - self.x, other - self.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __bool__(self):
        return bool(self.x or self.y)

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __contains__(self, value):
        return value == self.x or value == self.y

    def __iter__(self):
        yield self.x
        yield self.y

    def __call__(self, k):
        return self.x * k + self.y

    def __index__(self):
        return self.x & 1

    def __repr__(self):
        return f"V({self.x!r}, {self.y!r})"


class Loud(Vector):
    def __radd__(self, other):
        return "loud"

    def __add__(self, other):
        return Vector(0, 0)


def arithmetic(n, step):
    total = Vector(0, 0)
    for i in range(n):
        total = total + step * 2 - -step
        if i == n // 2:
            step = Vector(0.5, 1 << 62)
        elif i == n // 2 + 100:
            step = Vector(1, 2)
    return total


def reflected(n):
    total = 0
    for i in range(n):
        v = 5 - Vector(i, 1)
        total += v.x + (3 * v).y
    return total


def subclass_first(n):
    found = set()
    for i in range(n):
        right = Loud(1, 1) if i > n - 3 else Vector(1, 1)
        found.add(repr(Vector(1, 1) + right))
    return sorted(found)


def protocols(n):
    total, items = 0, ["a", "b"]
    for i in range(n):
        v = Vector(i, i & 3)
        if v:
            total += len(v) + v[0] + v[-1] + v(2)
        total += (i in v) + (-1 in v) + sum(v) + (v == Vector(i, i & 3)) + (v < Vector(5, 0))
        a, b = v
        total += a - b + (items[v] == "b")
    return total


def escapes(n):
    kept = []
    for i in range(n):
        v = Vector(i, 0)
        w = v + v
        w.y = i
        if i % 1000 == 999:
            kept.append(w)
            v.x = -1
        if w is v:
            kept.append("same")
    return kept


def replaced(n):
    total = Vector(0, 0)
    for i in range(n):
        total = total + Vector(1, 1)
        if i == n // 2:
            add, Vector.__add__ = Vector.__add__, lambda a, b: Vector(a.x + 10 * b.x, 0)
        elif i == n // 2 + 10:
            Vector.__add__ = add
    return total


def missing(n):
    wrong = []
    for i in range(n):
        other = Vector(1, 2) if i != n - 2 else "text"
        for operation in (lambda: Vector(1, 1) - other, lambda: Vector(1, 1) / 2, lambda: Vector(0, 0) + other):
            try:
                operation()
            except (TypeError, AttributeError) as error:
                if i > n - 3:
                    wrong.append(str(error))
    return wrong


def counted(n):
    """In-place operators that answer themselves, and that do not."""
    class Counter:
        def __init__(self):
            self.n = 0

        def __iadd__(self, k):
            self.n += k
            return self if self.n % 500 else self.n

        def __radd__(self, k):
            return k

        def __add__(self, k):
            return self

    c, restarts = Counter(), 0
    for i in range(n):
        c += 1
        if type(c) is int:
            restarts += c
            c = Counter()
    return c.n, restarts


print(arithmetic(9000, Vector(1, 2)), reflected(9000), subclass_first(5000), protocols(6000))
print(escapes(4000), replaced(5000), missing(2000), counted(9000))
