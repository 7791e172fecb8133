# Attributes that are deleted and set again: order, later ones, slots of the class, many objects.
class A:
    pass


def fill(names):
    a = A()
    for i, name in enumerate(names):
        setattr(a, name, i)
    return a


for gone in ("a", "c", "e"):
    a = fill("abcde")
    delattr(a, gone)
    print(vars(a), hasattr(a, gone), a.b, a.d)
    setattr(a, gone, "again")
    print(vars(a))


class B(A):
    __slots__ = ("s", "t")


b = B()
b.s, b.x, b.t, b.y = 1, 2, 3, 4
del b.x
print(b.s, b.t, b.y, vars(b))
del b.s
b.x = 5
print(hasattr(b, "s"), b.t, vars(b))
try:
    del b.nothing
except AttributeError as e:
    print(e)

# Methods that read after others deleted, through caches that saw both shapes.
class Parts:
    def __init__(self, n):
        self.first, self.second, self.third = n, n + 1, n + 2

    def total(self):
        return self.third + self.first


total = 0
for n in range(3000):
    parts = Parts(n)
    del parts.second
    total += parts.total()
    parts.second = n
    total += parts.total() + parts.second
print(total)

# More than fit into an object, and a rolling window of names.
many = fill([f"n{i}" for i in range(40)])
for i in range(0, 40, 3):
    delattr(many, f"n{i}")
print(vars(many))
rolling = A()
for i in range(3000):
    setattr(rolling, f"r{i}", i)
    if i >= 5:
        delattr(rolling, f"r{i - 5}")
print(vars(rolling))
