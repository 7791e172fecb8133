# `__init__` of a base class that runs for instances of several subclasses: `super()`, attributes that come,
# classes that change in the middle.


class Base(object):
    def __init__(self, n):
        super(Base, self).__init__()
        self.n = n
        self.links = []
        self.mark = None


class Left(Base):
    def __init__(self, n, left):
        super(Left, self).__init__(n)
        self.left = left
        self.total = self.n + left


class Right(Base):
    kind = "right"

    def __init__(self, n, right, more=0):
        super().__init__(n)
        self.right = right
        self.more = more


class Deep(Right):
    def __init__(self, n):
        self.early = n
        super().__init__(n, n + 1)


class Mixed(Left, Right):
    def __init__(self, n):
        super(Left, self).__init__(n, 5)
        self.last = True


class Slotted(Base):
    __slots__ = ("left",)


def make(i):
    kind = i % 6
    if kind == 0:
        return Base(i)
    if kind == 1:
        return Left(i, 2)
    if kind == 2:
        return Right(i, 3, more=i)
    if kind == 3:
        return Deep(i)
    if kind == 4:
        return Mixed(i)
    return Slotted(i)


def run(n):
    names = {}
    for i in range(n):
        made = make(i)
        made.links.append(i)
        names[type(made).__name__] = sorted(made.__dict__.items(), key=lambda item: item[0])
    return names


for name, attributes in run(60000).items():
    print(name, attributes)


def other(self, n):
    self.replaced = n
    self.links = [n]


original = Base.__init__
Base.__init__ = other

try:
    run(600)
except AttributeError as error:
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    print(error, trace.tb_lineno)
Base.__init__ = original


class Fails(Base):
    def __setattr__(self, name, value):
        if name == "mark":
            raise ValueError(name)
        object.__setattr__(self, name, value)


for repeat in range(3000):
    try:
        Fails(repeat)
    except ValueError as error:
        last = error.__traceback__.tb_next.tb_lineno, str(error)
print(last, run(1200)["Mixed"])
try:
    super(Left, Right(1, 2)).__init__(1)
except TypeError as error:
    print(type(error).__name__)


def several(values):
    count = 0
    for value in values:
        count += 1
        for part in value:
            count += 1
    return count


for repeat in range(3000):
    found = several([range(3), [1, 2], (1,), {1: 2}, "xyz", {4}, iter([1]), range(repeat % 3)])
print(found)
