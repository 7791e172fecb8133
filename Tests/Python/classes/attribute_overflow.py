# Attributes that were not set by `__init__`: stored and read again and again, by one instruction for
# objects of one class, of several, and of one that changes.
class Cell:
    def __init__(self):
        self.value = 0


class Other:
    def __init__(self):
        self.first = self.second = 1


def fill(objects, rounds):
    for number in range(rounds):
        for item in objects:
            item.a = number
            item.b = number + 1
            item.c = item.a + item.b
            item.d = item
            item.e = [item.c]
            item.f = item.e
    return [(item.a, item.b, item.c, item.d is item, item.f) for item in objects]


print(fill([Cell(), Cell(), Cell()], 50))
print(fill([Cell(), Other(), Cell(), Other()], 50))

cell = Cell()
fill([cell], 3)
print(sorted(vars(cell)))
del cell.b
print(fill([cell, Cell()], 5))


class Watched(Cell):
    def __setattr__(self, name, value):
        if name == "b":
            value = -value
        object.__setattr__(self, name, value)


print(fill([Watched(), Cell(), Watched()], 40))
Cell.e = property(lambda self: "shared", lambda self, value: None)
print(fill([Cell(), Cell()], 3))


class WithDefaults:
    def __init__(self, x, y=2, *rest, z=3, **more):
        self.all = x, y, rest, z, more


class Strange:
    def __init__(self, x):
        if x > 2:
            return x


def construct(cls, *arguments):
    return cls(*arguments)


print([WithDefaults(n).all for n in range(3)], WithDefaults(1, 5, 6, z=7, w=8).all)
for n in range(5):
    try:
        print(type(Strange(n)).__name__)
    except TypeError as error:
        print(error)
