# One call of methods of several classes, built in place each; iterators over what is not known.
import sys


class A:
    def __init__(self, v):
        self.v = v
        self.ok = False

    def flag(self):
        self.ok = not self.ok
        return self.ok and not self.done()

    def done(self):
        return self.v > 90

    def step(self, k):
        self.v = (self.v + k) % 100
        return self.v


class B(A):
    def step(self, k):
        if k == 77:
            raise ValueError(k)
        return self.v * 2


class C(A):
    def __init__(self, v):
        self.extra = 1
        super().__init__(v)


class D(C):
    def step(self, k, more=3):
        self.other = k
        return more


class E(A):
    def done(self):
        return sys._getframe(1).f_code.co_name == "flag"


class Own(A):
    def __init__(self, v):
        super().__init__(v)
        self.step = lambda k: k * 1000


def run(n, objects):
    t = 0
    errors = 0
    for i in range(n):
        o = objects[i % len(objects)]
        try:
            if o.flag():
                t += 1
            t += o.step(i % 90)
            if o.done():
                t += 100
        except ValueError as e:
            errors += 1
            if errors == 1:
                tb = sys.exc_info()[2]
                print(tb.tb_lineno - run.__code__.co_firstlineno,
                      tb.tb_next.tb_lineno - B.step.__code__.co_firstlineno)
    return t, errors


for classes in ([A, C], [A, B, C], [A, B, C, D, E], [A, Own, B], [E, D, Own, C, B, A, A]):
    print(run(50, [c(i) for i, c in enumerate(classes)]))
    print(run(4000, [c(i) for i, c in enumerate(classes)]))
A.done = lambda self: self.v > 50
print(run(4000, [A(1), C(2), B(3)]))
B.step = A.step
print(run(4000, [A(1), C(2), B(3)]))
C.flag = 5
try:
    print(run(4000, [A(1), B(3), C(2)]))
except TypeError as e:
    print(e)

ITEMS = [[1, 2, 3], (4, 5), range(6, 9), {10: 1, 11: 2}, "ab", {12}, iter([1]), frozenset([3])]


def iterated(n, items):
    t = 0
    for i in range(n):
        xs = items[i % len(items)]
        for x in xs:
            t += 1 if isinstance(x, str) else x
        t += len([x for x in xs])
        t += sum([1 for x in xs for y in (xs, xs)])
    return t


for k in range(len(ITEMS)):
    print(iterated(1500, ITEMS[k:k + 1]))
print(iterated(4000, ITEMS))
try:
    iterated(100, ITEMS + [7])
except TypeError as e:
    print(e)


def pairs(n, items):
    out = []
    for i in range(n):
        out = [(a, b + i) for (a, b) in items if a is not None]
    return out


print(pairs(3000, [(1, 2), (3, 4), (None, 5)]))
try:
    pairs(3000, [(1, 2), (3, "x")])
except TypeError as e:
    print(e)


def failing_in_comprehension(n):
    t = 0
    for i in range(n):
        try:
            t += len([10 // (k - 3) for k in range(i % 6)])
        except ZeroDivisionError:
            t += 100
    return t


print(failing_in_comprehension(3000))
