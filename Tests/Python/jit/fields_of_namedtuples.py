# Fields of namedtuples are items of theirs, until the class says something else.
from collections import namedtuple

Point = namedtuple("Point", "x y")
Other = namedtuple("Other", "y z x")


class Named(Point):
    def total(self):
        return self.x + self.y


class Plain:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Wide(namedtuple("Wide", "x y")):
    __slots__ = ()

    @property
    def y(self):
        return -self[1]


def sums(points):
    total = 0
    for p in points:
        total += p.x * 2 + p.y
    return total


print(sums([Point(i, i + 1) for i in range(5000)]))
print(sums([Named(i, i + 1) for i in range(5000)]))
print(sums([Wide(i, i + 1) for i in range(5000)]))
mixed = [Point(1, 2), Other(3, 4, 5), Named(6, 7), Plain(8, 9), Wide(10, 11)] * 800
print(sums(mixed))

# Too short for the field.
short = tuple.__new__(Point, (1,))
empty = tuple.__new__(Point, ())
for bad in (short, empty):
    try:
        print(sums([Point(1, 2)] * 3000 + [bad]))
    except IndexError as error:
        print("IndexError", error)


def stores(points):
    failed = 0
    for p in points:
        try:
            p.x = 5
        except AttributeError as error:
            failed += 1
            last = str(error)
    return failed, last


print(stores([Point(1, 2)] * 3000))


# The class gets something else for the name while the loop runs.
def changing(count):
    total = 0
    p = Point(3, 4)
    for i in range(count):
        total += p.x
        if i == count // 2:
            Point.x = property(lambda self: 100)
        if i == count // 2 + 10:
            del Point.x
            try:
                p.x
            except AttributeError as error:
                print(error)
            Point.x = 7
    return total


print(changing(6000))
print(Point.y.__get__(Point(5, 6)), Point.y.__get__(None, Point) is Point.y)


def guarded(values):
    seen = 0
    for value in values:
        try:
            seen += value.y
        except IndexError:
            seen -= 1
        except AttributeError:
            seen -= 100
    return seen


print(guarded([Point(1, 2), short, 5, Plain(1, 2), Other(3, 4, 5)] * 1000))
