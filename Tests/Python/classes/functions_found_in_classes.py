# Functions that are loaded from classes, native ones among them, and what `super()` finds for a class.


class Meta(type):
    named = "meta"

    def shared(cls):
        return "of the metaclass"

    @property
    def data(cls):
        return "data of the metaclass"


class Base(metaclass=Meta):
    shared = "of the class"
    data = "of the class"

    def __new__(cls, *values):
        self = super().__new__(cls)
        self.values = values
        return self

    @classmethod
    def make(cls, *values):
        return cls(*values)

    @staticmethod
    def plain(*values):
        return values

    @property
    def size(self):
        return len(self.values)


class Derived(Base):
    def __new__(cls, *values):
        self = super().__new__(cls, "derived", *values)
        return self

    @classmethod
    def make(cls, *values):
        return super().make("made", *values)

    @classmethod
    def pack(cls, *values):
        return super().plain(*values)

    @classmethod
    def measure(cls):
        return type(super().size).__name__


class Stack(list):
    def append(self, item):
        list.append(self, (item, len(self)))

    def __repr__(self):
        return "Stack" + list.__repr__(self)


class Table(dict):
    def __setitem__(self, key, value):
        dict.__setitem__(self, key, [value])

    def __getitem__(self, key):
        return dict.__getitem__(self, key) + [0]


def reprs(types):
    found = []
    for kind in types:
        found.append(kind.__repr__ is object.__repr__)
        found.append(int.__repr__ is kind.__repr__)
        found.append(dict.__repr__ is dict.__dict__["__repr__"])
    return found


def attributes(classes):
    return [(c.shared, c.data, c.named) for c in classes]


for _ in range(3000):
    kinds = reprs([int, bool, list, object, Base])
    made = Derived.make(1, 2).values, Derived(3).values, Derived.pack(4), Derived.measure()
    stack, table = Stack(), Table()
    stack.append(1)
    stack.append(2)
    table["x"] = 1
    seen = attributes([Base, Derived])
print(kinds, made, stack, table, table["x"], seen)


# The metaclass, and the class, get something else.
def changing(count):
    answers = set()
    for i in range(count):
        answers.add(str(Base.shared))
        answers.add(str(Base.named))
        if i == count // 3:
            Meta.shared = property(lambda cls: "property")
        if i == count // 2:
            Base.named = "base"
    return sorted(answers)


print(changing(3000))


def replaced(count):
    seen = set()
    for i in range(count):
        seen.add(Derived.make(i % 3).values)
        if i == count // 2:
            Base.make = staticmethod(lambda *values: Base.__new__(Base, "static", *values))
        if i == count // 2 + 500:
            Base.make = 5
            try:
                Derived.make(1)
            except TypeError as error:
                print(error)
            Base.make = classmethod(lambda cls, *values: cls("again", *values))
    return sorted(seen, key=str)


print(replaced(3000))
for wrong in (lambda: int.__repr__("x"), lambda: list.append({}, 1), lambda: dict.__setitem__([], 1, 2)):
    for _ in range(3):
        try:
            wrong()
        except TypeError as error:
            last = str(error)
    print(last)
