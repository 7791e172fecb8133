# Objects whose `__dict__` was asked for: caches know the keys, and notice every change of them.
import copy
import functools


class Plain:
    kind = "class"

    def __init__(self, x):
        self.x = x
        self.y = x + 1

    def method(self):
        return "method"

    @functools.cached_property
    def cached(self):
        return self.x * 2


def read(objects, rounds=40):
    found = []
    for _ in range(rounds):
        found = [(o.x, o.y, o.kind, o.method()) for o in objects]
    return found


def write(o, value, rounds=40):
    for i in range(rounds):
        o.x = value + i
    return o.x


def made(n):
    objects = [Plain(i) for i in range(n)]
    for o in objects:
        o.__dict__
    return objects


objects = made(4)
print(read(objects))
print([o.cached for o in objects], read(objects))

# An entry that hides the class's.
objects[1].__dict__["kind"] = "own"
objects[2].__dict__["method"] = lambda: "own method"
print(read(objects))
del objects[1].kind, objects[2].method
print(read(objects))

# The class changes.
Plain.kind = "changed"
Plain.method = lambda self: "changed method"
print(read(objects))
Plain.kind = property(lambda self: "property of %d" % self.x)
print(read(objects))
Plain.kind = "class"

# Keys in another order, removed and added again, other dicts.
for o in objects:
    x = o.__dict__.pop("x")
    o.__dict__["x"] = x + 100
print(read(objects), list(objects[0].__dict__))
objects[0].__dict__ = {"y": 1, "z": 2, "x": 3}
objects[1].__dict__.clear()
objects[1].__dict__.update(y=5, x=6)
objects[2].__dict__ |= {"more": 1}
objects[3].__dict__ = {1: 2, "x": 7, "y": 8}
print(read(objects))
del objects[3].y
try:
    read(objects)
except AttributeError as error:
    print(error)
objects[3].y = 9
print(read(objects), objects[3].__dict__)

# Stores.
print([write(o, 10) for o in objects], [o.__dict__ for o in objects])


class Slotted(Plain):
    @property
    def x(self):
        return self.__dict__["x"] * 1000

    @x.setter
    def x(self, value):
        self.__dict__["x"] = value


objects[0].__class__ = Slotted
print([write(o, 10) for o in objects], read(objects))

# Copies have the keys of the original.
copies = [copy.copy(Plain(i)) for i in range(3)]
copies[1].late = 1
print(read(copies), [write(o, 5) for o in copies], copies[1].__dict__)

# A namespace of code, too.
space = Plain(1)
code = compile("x += y\nz = x\ndef f(): return x, y, z", "space", "exec")
for _ in range(30):
    exec(code, space.__dict__)
print(space.x, space.y, space.z, space.f())
space.__dict__.update(("name%d" % i, i) for i in range(50))
space.x = 5
exec(code, space.__dict__)
print(space.x, space.z, space.f(), space.name49)


class Failure(Exception):
    def __init__(self, code):
        self.code = code

    def text(self):
        return "code %d" % self.code


def fails(n):
    try:
        raise Failure(n)
    except Failure as failure:
        return failure.text(), failure.code


print([fails(n) for n in range(30)][-3:])


class Text(str):
    __slots__ = ("first",)


class Named(str):
    def __new__(cls, text, name):
        self = super().__new__(cls, text)
        self.name = name
        return self

    def length(self):
        return len(self) + len(self.name)


texts = [Named("x" * n, ["n"] * n) for n in range(30)]
print([t.length() for t in texts][-3:], [t.name for t in texts][3])
text = Text("some text")
text.first = ["a", "b"]
spare = [[str(i)] * 10 for i in range(2000)]
print(text, text.first)
