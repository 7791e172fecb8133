"""__slots__: layout, errors, inheritance, with and without __dict__."""


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
print(p.x, p.y, hasattr(p, "__dict__"))
for action in (lambda: setattr(p, "z", 1), lambda: p.__dict__):
    try:
        action()
    except AttributeError as error:
        print(error)
del p.x
try:
    p.x
except AttributeError as error:
    print(error)


class Point3(Point):
    __slots__ = ("z",)


q = Point3(1, 2)
q.z = 3
print(q.x, q.y, q.z)


class Open(Point):
    pass


o = Open(1, 2)
o.extra = "e"
print(o.extra, o.__dict__, o.x)
try:
    class Clash:
        __slots__ = ("a",)
        a = 1
except ValueError as error:
    print(error)
print(Point.x, type(Point.x).__name__)


class Private:
    __slots__ = ("__hidden", "__weakref__")

    def __init__(self):
        self.__hidden = 9


print(Private()._Private__hidden)
try:
    class Bad(int):
        __slots__ = ("a",)
    b = Bad(3)
    b.a = 4
    print(b, b.a)
except TypeError as error:
    print(error)
try:
    class Varying(tuple):
        __slots__ = ("a",)
except TypeError as error:
    print(error)
