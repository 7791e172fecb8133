# Calls whose arguments are not just the parameters, and what else calls of objects are made of.
import sys


def scaled(a, b=2, c=3):
    return a * b + c


def keyworded(a, b=2, *, c, d=5):
    return (a, b, c, d)


def rest(a, *others):
    return a + len(others) * 10 + (others[0] if others else 0)


def calls(n):
    t = 0
    for i in range(n):
        t += scaled(i) + scaled(i, 1) + scaled(i, c=7) + scaled(c=1, a=i) + scaled(b=i, a=2, c=i)
        t += keyworded(i, c=4, d=1)[3] + keyworded(1, 2, d=3, c=i)[2]
        t += rest(i) + rest(i, 1) + rest(i, 2, 3)
    return t


print(calls(10), calls(3000))
scaled.__defaults__ = (20, 30)
print(calls(3000))
scaled.__defaults__ = (5, 6)
print(calls(10))


def needs(a, b=1):
    return a + b


def failing(n):
    t = 0
    for i in range(n):
        if i == n - 2:
            needs.__defaults__ = None
        try:
            t += needs(i)
        except TypeError as e:
            t += 100000
            print(e, sys.exc_info()[2].tb_lineno - failing.__code__.co_firstlineno)
    needs.__defaults__ = (1,)
    return t


print(failing(2000))
print(failing(2000))


class Point:
    count = 0

    def __init__(self, x, y=0, *, scale=1):
        self.x = x * scale
        self.y = y * scale
        Point.count += 1

    def moved(self, dx=1, dy=2):
        return Point(self.x + dx, y=self.y + dy, scale=1)

    def __call__(self, k, more=3):
        return self.x * k + more

    @property
    def size(self):
        return self.x + self.y

    @classmethod
    def origin(cls, x=0):
        return cls(x)

    @staticmethod
    def add(a, b=10):
        return a + b


class Late(Point):
    def __init__(self, x, label="late"):
        super().__init__(x, y=1, scale=2)
        self.label = label

    def moved(self, dx=1, dy=2):
        return super().moved(dx=dx + 1)

    @property
    def size(self):
        return super().size + 1


class Pair:
    def __init__(self, a, b="b"):
        self.a = a
        self.b = b


def objects(n):
    t = 0
    p = Point(1, 2, scale=3)
    late = Late(4)
    f = late.moved
    for i in range(n):
        q = Pair(i)
        r = Pair(b=i, a=1)
        t += len(q.b) + r.b
        m = p.moved(i).moved(dy=i)
        t += m.x + m.y + p(2) + p(3, more=i) + p.size + late.size
        t += late.moved(2).x + f(1).y + f(dx=3).x
        t += Point.origin().x + Point.origin(i).x + Point.add(i) + p.add(i, b=2) + late.origin(2, ).y
        l = Late(i)
        t += l.x + len(l.label)
    return t, Point.count


print(objects(10))
print(objects(3000))
Point.size = property(lambda self: self.x)
print(objects(3000))
Point.moved = lambda self, dx=5, dy=5: Point(self.x - dx, self.y - dy)
print(objects(3000))
Point.__call__ = lambda self, k, more=4: k
print(objects(3000))
Late.__init__.__defaults__ = ("later on",)
print(objects(3000))
old = Point.__init__


def other_init(self, x, y=100, scale=1):
    old(self, x, y, scale=scale)


Point.__init__ = other_init
print(objects(3000))


class Wrong:
    def __init__(self, a, b=None):
        self.a = a
        if b is not None:
            return b


def wrong(n):
    t = 0
    for i in range(n):
        try:
            t += Wrong(i).a
            t += Wrong(i, b=None if i % 1000 else i).a
        except TypeError as e:
            t += 1000000
            if i == 0:
                print(e)
    return t


print(wrong(10), wrong(3000))


class Handler:
    def __init__(self, f):
        self.f = f
        self.log = []

    def fire(self, x):
        return self.f(x)


class Target:
    def __init__(self, base):
        self.base = base

    def hit(self, x):
        return self.base + x

    def miss(self, x, y=4):
        return x * y


def fired(n, handlers):
    t = 0
    for i in range(n):
        g = handlers[i % len(handlers)].f
        t += g(i)
        t += handlers[0].fire(i)
    return t


print(fired(3000, [Handler(Target(3).hit)]))
print(fired(3000, [Handler(Target(3).hit), Handler(Target(4).hit)]))
print(fired(3000, [Handler(Target(3).hit), Handler(Target(4).miss), Handler(abs), Handler(Point(2))]))


class Meta(type):
    def __call__(cls, *args, **kw):
        self = super().__call__(*args, **kw)
        self.made = True
        return self


class Made(metaclass=Meta):
    def __init__(self, a, b=2):
        self.a, self.b = a, b


def made(n):
    t = 0
    for i in range(n):
        o = Made(i)
        t += o.a + o.b + o.made
    return t


print(made(10), made(2000))


# Tracebacks and frames of functions that were bound here.
def where(depth=0, *, mark=None):
    f = sys._getframe(1)
    return f.f_lineno - f.f_code.co_firstlineno + (mark or 0)


def places(n):
    t = 0
    for i in range(n):
        t += where()
        t += where(
            mark=i,
        )
        t += where(1, mark=2)
    return t


print(places(10), places(2500))


def recursive(n, depth=0, *, step=1):
    if n <= 0:
        return depth
    return recursive(n - step, depth=depth + 1)


print([recursive(k % 30) for k in range(2000)][-1])
