"""`super()` in an `__init__`: which method it finds depends on the class of the instance, also when that changes."""


class A:
    def __init__(self, x):
        self.x = x

    def describe(self):
        return "A"


class B(A):
    def __init__(self, x, y):
        super(B, self).__init__(x)
        self.y = y
        self.text = super().describe()


class C(A):
    def __init__(self, x):
        super().__init__(x + 1)

    def describe(self):
        return "C"


class D(B, C):
    def __init__(self, x):
        super().__init__(x, -x)
        self.z = 0


def work(n):
    total, texts = 0, set()
    for i in range(n):
        b, d = B(i, 2), D(i)
        total += b.x + b.y + d.x + d.y + d.z
        texts.add(b.text + d.text)
    return total, sorted(texts)


for _ in range(5):
    result = work(3000)
print(*result)

A.__init__ = lambda self, x: setattr(self, "x", x * 2)
print(*work(3000))
C.describe = lambda self: "changed"
print(*work(3000))


class E(A):
    def describe(self):
        return "E"


D.__bases__ = (B, E)
print(*work(3000))
