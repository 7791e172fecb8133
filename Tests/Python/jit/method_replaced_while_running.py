"""Methods, properties and class attributes replaced while a loop that uses them runs."""


class Base:
    scale = 2

    def __init__(self, value):
        self.value = value

    def get(self):
        return self.value * self.scale

    @property
    def double(self):
        return self.value * 2


class Derived(Base):
    pass


def replaced(n, at):
    item, total = Derived(3), 0
    for i in range(n):
        if i == at:
            Derived.get = lambda self: 100
        elif i == at + 10:
            del Derived.get
        elif i == at + 20:
            item.get = lambda: 1000
        elif i == at + 30:
            del item.get
        elif i == at + 40:
            Base.get = lambda self: self.value
        total += item.get()
    return total


def class_attribute(n, at):
    item, total = Derived(1), 0
    for i in range(n):
        if i == at:
            Derived.scale = 7
        elif i == at * 2:
            item.scale = 0.5
        total += item.scale
    return total


def property_changes(n, at):
    item, total = Derived(5), 0
    for i in range(n):
        if i == at:
            Base.double = property(lambda self: -1)
        elif i == at + 100:
            Base.double = 17
        elif i == at + 200:
            item.double = 23
        elif i == at + 300:
            Base.double = property(lambda self: 3)
        elif i == at + 400:
            del Base.double
        total += item.double
    return total


def data_descriptor_over_attribute(n, at):
    item, total = Derived(5), 0
    for i in range(n):
        if i == at:
            Derived.value = property(lambda self: 1000, lambda self, value: None)
        elif i == at + 50:
            del Derived.value
        total += item.value
        item.value = i & 7
    return total, item.value


def hooks(n, at):
    item, total = Derived(5), 0
    for i in range(n):
        if i == at:
            Derived.__getattr__ = lambda self, name: 1
            del item.value
        elif i == at + 100:
            Derived.__getattribute__ = lambda self, name: 10
        elif i == at + 200:
            del Derived.__getattribute__, Derived.__getattr__
            item.value = 2
        elif i == at + 300:
            Derived.__setattr__ = lambda self, name, value: None
        elif i == at + 400:
            del Derived.__setattr__
        item.other = i
        total += item.value
    return total, item.other


def class_of_instance(n, at):
    class Other(Base):
        def get(self):
            return 5

    item, total = Base(1), 0
    for i in range(n):
        if i == at:
            item.__class__ = Other
        elif i == at * 2:
            item.__class__ = Base
        total += item.get()
    return total


def bases(n, at):
    class Left:
        def name(self):
            return 1

    class Right:
        def name(self):
            return 50

    class Bottom(Left):
        pass

    item, total = Bottom(), 0
    for i in range(n):
        if i == at:
            Bottom.__bases__ = (Right,)
        total += item.name()
    return total


original = Base.get
print(replaced(20_000, 10_000))
Base.get = original
print(class_attribute(20_000, 9000))
print(property_changes(20_000, 9000) if not hasattr(Base, "none") else None)
print(data_descriptor_over_attribute(20_000, 9000))
print(hooks(20_000, 9000))
print(class_of_instance(20_000, 9000))
print(bases(20_000, 19_000))
