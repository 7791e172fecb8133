"""Call places that see one, two, four and six classes, in blocks and in turns."""


class A:
    kind = 1

    def area(self, k):
        return k

    def self_call(self, k):
        return self.area(k) + self.kind


class B(A):
    kind = 0.5

    def area(self, k):
        return k * 2


class C(A):
    def area(self, k, extra=3):
        return k + extra


class D(B):
    __slots__ = ("size",)

    def __init__(self):
        self.size = 4

    def area(self, k):
        return super().area(k) + self.size


class E(A):
    @staticmethod
    def area(k):
        return -k


class F(A):
    @classmethod
    def area(cls, k):
        return cls.kind + k


class G:
    kind = 1 << 62

    def __init__(self):
        self.area = abs

    def __getattr__(self, name):
        return lambda k: len(name) + k


def turns(objects, n):
    total = 0
    for i in range(n):
        item = objects[i % len(objects)]
        total += item.area(i) + item.self_call(1)
    return total


def blocks(objects, n):
    total = 0
    for item in objects:
        for i in range(n):
            total += item.area(i & 7) + item.kind
    return total


def bound(objects, n):
    total, methods = 0, [item.area for item in objects]
    for i in range(n):
        total += methods[i % len(methods)](i & 15)
    return total


def dispatch(values, n):
    counts = dict.fromkeys("ifbslnto", 0)
    for i in range(n):
        value = values[i % len(values)]
        if isinstance(value, bool):
            counts["b"] += 1
        elif isinstance(value, int):
            counts["i"] += value & 1
        elif isinstance(value, float):
            counts["f"] += value
        elif isinstance(value, (str, bytes)):
            counts["s"] += len(value)
        elif type(value) is list:
            counts["l"] += len(value)
        elif value is None:
            counts["n"] += 1
        elif isinstance(value, A):
            counts["t"] += value.area(1)
        else:
            counts["o"] += 1
    return counts


def changes(n):
    item, total = A(), 0
    for i in range(n):
        total += item.area(i)
        if i % (n // 6) == n // 6 - 1:
            item = (A, B, C, E, F, G)[i * 6 // n]()
    return total


def functions(n):
    total, chosen = 0, [lambda x: x, lambda x, y=2: x * y, abs, int, len, str]
    for i in range(n):
        function = chosen[i * 6 // n]
        try:
            total += function(i)
        except TypeError:
            total += 1000
    return total


def instances_called(n):
    class Adder:
        def __init__(self, k):
            self.k = k

        def __call__(self, x):
            return x + self.k

    add, total = Adder(3), 0
    for i in range(n):
        total += add(i)
        if i == n // 2:
            add = Adder(0.5).__call__
        elif i == n // 2 + 50:
            Adder.__call__ = lambda self, x: 0
            add = Adder(1)
    return total


for objects in ([A()], [A(), B()], [A(), B(), C(), D()], [A(), B(), C(), D(), E(), F()], [A(), G()]):
    print(turns(objects, 6000), blocks(objects, 2000), bound(objects, 6000))
print(dispatch([1, 3, 5], 3000), dispatch([1, 2.5, "ab", True, None, [1, 2], b"x", A(), D(), (), G()], 9000))
print(changes(12_000), functions(9000), instances_called(9000))
