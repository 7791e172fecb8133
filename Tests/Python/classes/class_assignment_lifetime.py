"""A class that only an old object's `__class__` holds lives on, through many collections."""


class First:
    pass


def fresh(number):
    return type(f"Fresh{number}", (), {"extra": number, "double": lambda self: self.extra * 2})


objects = [First() for _ in range(8)]
for item in objects:
    item.own = 1
    item.__dict__["more"] = 2
junk = []
for turn in range(60):
    for number, item in enumerate(objects):
        item.__class__ = fresh(turn * 10 + number)
    junk = [{"a": [i], "b": (i, str(i))} for i in range(60)]
print([type(item).__name__ for item in objects])
print([item.extra for item in objects], [item.double() for item in objects])
print([sorted(n for n in dir(item) if not n.startswith("__")) for item in objects][0])
