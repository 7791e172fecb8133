# Operators whose operands are instances of classes with Python methods for them.
import sys, traceback


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        return isinstance(other, Vector) and self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"


def sums(n):
    total = Vector(0, 0)
    step = Vector(1, 2)
    for i in range(n):
        total = total + step * 2 - step
        total += step
        if total == step:
            total = -total
        if step < total:
            total = 3 * total
            total = total * 0.25
            total = 0.5 * total
    return total


print(sums(10), sums(3000))


class Long:
    "Methods that are too long to be built in place."

    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        r = 0
        for k in range(2):
            if k == 0:
                r += self.v
            else:
                r += other.v
            for q in (1, 2, 3):
                if q == 2:
                    r += 1
                elif q == 3:
                    r -= 1
                else:
                    r ^= 5
                    r ^= 5
        if r > 10 ** 6:
            r = r % 1000 + (r // 7) % 13 + (r & 255) - (r & 15)
            r = r + 1 if r % 2 else r - 1
            r = r + 2 if r % 3 else r - 2
            r = r + 3 if r % 5 else r - 3
        return Long(r)

    def __gt__(self, other):
        return self.v > (other.v if isinstance(other, Long) else other)


def longs(n):
    t, one = Long(0), Long(12345)
    c = 0
    for i in range(n):
        t = t + one
        if t > one:
            c += 1
        if t > 100:
            c += 2
    return t.v, c


print(longs(10), longs(3000))


# What is not taken goes on with the other operand, once.
class Left:
    calls = 0

    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        Left.calls += 1
        if isinstance(other, int) and other % 7 != 3:
            return self.v + other
        return NotImplemented

    def __lt__(self, other):
        Left.calls += 1
        return NotImplemented

    def __eq__(self, other):
        Left.calls += 1
        return NotImplemented if other.v % 3 else self.v == other.v


class Right:
    calls = 0

    def __init__(self, v):
        self.v = v

    def __radd__(self, other):
        Right.calls += 1
        return ("radd", self.v)

    def __gt__(self, other):
        Right.calls += 1
        return self.v > 5

    def __eq__(self, other):
        Right.calls += 1
        return "yes" if self.v % 2 else ""


def mixed(n):
    left = Left(1)
    out = 0
    for i in range(n):
        right = Right(i % 10)
        r = left + right
        if r == ("radd", 4):
            out += 1
        if left < right:
            out += 10
        if left == right:
            out += 100
        if left != right:
            out += 1000
        e = left == right
        out += len(e) if isinstance(e, str) else 3
    return out


print(mixed(10), Left.calls, Right.calls)
print(mixed(3000), Left.calls, Right.calls)


def declined(n):
    left = Left(1)
    t = 0
    for i in range(n):
        try:
            t += left + i
        except TypeError as e:
            t += len(str(e))
            if i == 3:
                print(e, sys.exc_info()[2].tb_lineno - declined.__code__.co_firstlineno)
    return t


print(declined(30), declined(3000))


# A subclass that overrides the reflected method goes first.
class Base:
    def __add__(self, other):
        return "Base.add"

    def __radd__(self, other):
        return "Base.radd"

    def __lt__(self, other):
        return "Base.lt"

    def __gt__(self, other):
        return "Base.gt"


class Same(Base):
    pass


class Over(Base):
    def __radd__(self, other):
        return "Over.radd"

    def __gt__(self, other):
        return "Over.gt"


def subclasses(n, values):
    seen = {}
    a = Base()
    for i in range(n):
        b = values[i % len(values)]
        for r in (a + b, a < b):
            seen[r] = seen.get(r, 0) + 1
    return sorted(seen.items())


for values in ([Base()], [Same()], [Over()], [Base(), Over()], [Same(), Base(), 3], [Over(), 2.5]):
    print(subclasses(2400, values))


# Methods are replaced, removed, added while code runs.
class Changing:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return self.v + 1

    def __eq__(self, other):
        return self.v == other


def changing(n, o):
    t = 0
    for i in range(n):
        t += o + i
        if o == 5:
            t += 1000
        if o != 5:
            t += 100000
    return t


print(changing(3000, Changing(5)))
Changing.__add__ = lambda self, other: 2
print(changing(3000, Changing(5)))
Changing.__ne__ = lambda self, other: other == 5
print(changing(3000, Changing(5)))
del Changing.__add__
try:
    changing(3000, Changing(5))
except TypeError as e:
    print(e)
Changing.__radd__ = lambda self, other: 7
Changing.__add__ = 3
try:
    changing(3000, Changing(5))
except TypeError as e:
    print(e)
Changing.__add__ = Changing.__radd__
Changing.__add__.__code__ = (lambda self, other: 11).__code__
print(changing(3000, Changing(5)))


# Errors raised in methods, and their lines.
class Raising:
    def __init__(self, v):
        self.v = v

    def __sub__(self, other):
        return self.v // other

    def __le__(self, other):
        return self.v // other <= 1


def raising(n):
    o = Raising(100)
    t = 0
    for i in range(n):
        k = 5 - i % 6 if i > n - 20 else 1 + i % 5
        try:
            t += o - k
            t += 1
            if (
                o
                <= k
            ):
                t += 5
        except ZeroDivisionError:
            tb = sys.exc_info()[2]
            t += 10000
            if i == n - 1 or t < 20000:
                print([l.lineno - raising.__code__.co_firstlineno for l in traceback.extract_tb(tb)])
    return t


print(raising(60), raising(3000))


# Operands change: ints, floats, instances, None at one place.
def polymorphic(n, values):
    t = Vector(0, 0)
    c = 0
    for i in range(n):
        v = values[i % len(values)]
        r = v * 2
        if isinstance(r, Vector):
            t = t + r
        elif r == 4:
            c += 1
        if v == t:
            c += 10
    return t, c


print(polymorphic(3000, [Vector(1, 2), 2, 2.5]))
print(polymorphic(3000, [Vector(1, 2), None and 1 or 3]))
print(polymorphic(3000, [2, "ab", Vector(1.5, 2), [1]]))


# Truth of what comparisons return.
class Odd:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return [self.v] if self.v % 2 else []

    def __eq__(self, other):
        return self.v % 3

    def __ge__(self, other):
        return None


def odd(n):
    c = 0
    for i in range(n):
        o = Odd(i)
        if o < 1:
            c += 1
        if o == 1:
            c += 10
        if o != 1:
            c += 100
        if o >= 1:
            c += 1000
        x = o != 1
        y = o < 2
        if x is True and len(y) == i % 2:
            c += 10000
    return c


print(odd(10), odd(3000))


# A frame object of a method that was built in place; recursion through operators.
def frames(n):
    class F:
        def __add__(self, other):
            f = sys._getframe()
            return f.f_back.f_lineno * 0 + f.f_back.f_locals["i"] + other

    o = F()
    t = 0
    for i in range(n):
        t += o + i
    return t


print(frames(10), frames(2500))


class Deep:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        if self.n == 0:
            return 0
        return (Deep(self.n - 1) + other) + 1

    def __mul__(self, other):
        return self * other


def deep(n):
    return [Deep(k % 20) + 1 for k in range(n)][-1]


print(deep(20), deep(2000))
for _ in range(3):
    try:
        Deep(1) * 2
    except RecursionError as e:
        print(type(e).__name__, e)
