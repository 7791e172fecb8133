# `__setattr__`, `__getattribute__` and descriptors that a class gets while its instances are in use.


class Point:
    def __init__(self):
        self.x = 1

    def step(self, i):
        self.x = i
        return self.x


class Child(Point):
    pass


def run(n, kind):
    p = kind()
    total = 0
    stored = []
    for i in range(n):
        total += p.x
        p.x = i
        total += p.step(i)
        if i == n - 100:
            Point.__setattr__ = lambda self, name, value: stored.append(value)
        if i == n - 80:
            Point.__getattribute__ = lambda self, name: 7 if name == "x" else object.__getattribute__(self, name)
        if i == n - 60:
            del Point.__getattribute__
            Point.x = property(lambda self: 1000)
        if i == n - 40:
            del Point.__setattr__
            Point.x = property(lambda self: 2000, lambda self, value: stored.append(-value))
        if i == n - 20:
            del Point.x
    return total, len(stored), stored[-1]


for n in 150, 3000, 3000:
    for kind in Point, Child:
        print(run(n, kind))


# What a class attribute is becomes a descriptor.
class Plain:
    pass


class Keeper:
    attribute = Plain()


def from_instance(holder):
    return type(holder.attribute) is Plain


def from_class():
    return type(Keeper.attribute) is Plain


holder = Keeper()
for i in range(30000):
    seen = from_instance(holder), from_class()
print(seen)
Plain.__get__ = lambda self, instance, owner: "bound"
print(from_instance(holder), from_class())
