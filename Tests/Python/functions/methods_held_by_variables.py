"""Bound methods that are called as values, and classmethods of instances."""


class A:
    count = 0

    def __init__(self, name):
        self.name = name

    def call(self, a, b=2):
        return self.name, a, b

    def none(self):
        return self.name

    def many(self, *args, **keywords):
        return self.name, args, keywords

    def generate(self, n):
        for i in range(n):
            yield self.name, i

    @classmethod
    def made(cls, n):
        return cls.__name__, n

    @staticmethod
    def static(n):
        return n


class B(A):
    pass


def run(call, *args):
    results = []
    for _ in range(12):
        try:
            results.append(call(*args) if args else call())
        except TypeError as error:
            results.append(str(error))
    return results[-1]


def one(call, a):
    for _ in range(12):
        result = call(a)
    return result


def zero(call):
    for _ in range(12):
        result = call()
    return result


a, b = A("a"), B("b")
print(one(a.call, 1), one(b.call, 5), one(A.static, 3), one(b.made, 4), zero(a.none), one(a.many, 6))
print(list(one(a.generate, 3)), run(a.call), run(a.none, 1), run(a.call, 1, 2, 3))
for call in (a.call, b.call, a.made, b.made, a.static, print, a.many, A("c").call):
    print(one(call, 1))

for turn in range(20):
    if turn == 8:
        b.made = lambda n: ("own", n)
    if turn == 12:
        B.made = classmethod(lambda cls, n: (cls, "replaced", n))
    if turn == 16:
        del b.made
    if turn % 4 == 3:
        print(a.made(turn), b.made(turn))
print(a.made == A.made, b.made.__self__)


def callers():
    method = a.call
    for i in range(12):
        yield method(i)


print(list(callers())[-1])
