"""Attributes that native code gives, read again and again: `__class__`, `__dict__`, fields of tuples and errors."""
from collections import namedtuple


class A:
    def kind(self):
        return self.__class__.__name__


class B(A):
    pass


Point = namedtuple("Point", "x y")


class Named(Point):
    pass


def read(item, name):
    return getattr(item, name, "nothing")


a = A()
for turn in range(20):
    if turn == 12:
        a.__class__ = B
    if turn % 6 == 0:
        print(a.kind(), A().kind(), read(a, "__class__"), read(3, "__class__"))
    a.turn = turn
    if turn % 7 == 0:
        print(a.__dict__, read(a, "__dict__"), read(3, "__dict__"))

for point in (Point(1, 2), Named(3, 4)) * 10:
    total = point.x + point.y
print(total, read(point, "x"), read(point, "z"))
Named.x = 5
print([p.x for p in (Point(1, 2), Named(3, 4)) * 4])
del Named.x
print([p.x for p in (Point(1, 2), Named(3, 4)) * 4])

for error in [KeyError(n) for n in range(10)]:
    args = error.args
print(args)


class Hidden:
    @property
    def __class__(self):
        return int


items = [A(), Hidden()] * 8
print([item.__class__.__name__ for item in items], isinstance(items[1], int))
A.__class__ = property(lambda self: "property")
print([item.__class__ if item.__class__ == "property" else 0 for item in items])
del A.__class__
print(A().__class__.__name__)


class Asking:
    def __getattr__(self, name):
        return "asked " + name


asking = Asking()
print([read(asking, "__class__").__name__ for _ in range(8)][-1], asking.other)


def raising(self):
    raise AttributeError("inside")


Asking.inside = property(raising)
print([asking.inside for _ in range(8)][-1], read(asking, "inside"))
