"""What was seen of a method's or attribute's objects is not all that comes."""


class Base:
    def __init__(self, n):
        self.n = n

    def is_busy(self):
        return self.n > 2 or (not self.done and self.waits)

    def name(self):
        return "base"

    def run(self):
        return self.step() + self.n


def make(index):
    def __init__(self, n):
        # Attributes in another order: another offset in each class.
        for i in range(index):
            setattr(self, f"padding{i}", i)
        Base.__init__(self, n)
        self.done = n % 2 == 0
        self.waits = n % 3 == 0

    def step(self):
        return index * 10

    body = {"__init__": __init__, "step": step}
    if index % 2:
        body["name"] = lambda self: f"class {index}"
    return type(f"Class{index}", (Base,), body)


classes = [make(index) for index in range(10)]


def visit(objects):
    total, names = 0, set()
    for thing in objects:
        if thing.is_busy():
            total += thing.run()
        else:
            total += thing.n
        names.add(thing.name())
        thing.n = thing.n + 1 if thing.n < 9 else 0
    return total, sorted(names)


for count in (1, 2, 3, 4, 6, 8, 10):
    objects = [cls(n) for cls in classes[:count] for n in range(7)]
    for _ in range(400):
        result = visit(objects)
    print(count, *result)


# The method of one class changes, and an instance gets one of its own.
classes[3].step = lambda self: 7
objects = [cls(n) for cls in classes for n in range(7)]
objects[5].step = lambda: 1000
for _ in range(400):
    result = visit(objects)
print(*result)
