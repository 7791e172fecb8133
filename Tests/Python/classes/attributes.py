"""Attribute access in all its forms, with the error texts."""


class A:
    kind = "class"

    def method(self):
        pass


a = A()
print(a.kind)
a.kind = "instance"
print(a.kind, A.kind, vars(a), a.__dict__)
del a.kind
print(a.kind)
a.__dict__["k1"] = 1
print(a.k1, getattr(a, "nope", "default"), hasattr(a, "nope"))
for name in ("missing", "metod"):
    try:
        getattr(a, name)
    except AttributeError as error:
        print(error, error.name, error.obj is a)
for action in (lambda: setattr(1, "x", 2), lambda: (1).foo, lambda: None.foo, lambda: A.foo, lambda: delattr(a, "zz"),
               lambda: setattr(int, "x", 1), lambda: setattr(a, 3, 1), lambda: [].append.foo, lambda: print.x):
    try:
        action()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
A.added = lambda self: "added"
print(a.added())
for i in range(40):
    setattr(a, f"n{i}", i)
print(sum(getattr(a, f"n{i}") for i in range(40)), len(a.__dict__))
for i in range(0, 40, 2):
    delattr(a, f"n{i}")
print(list(a.__dict__))
a.__class__ = type("B", (), {"extra": 7})
print(a.extra, type(a).__name__)
a.__dict__ = {"fresh": 1}
print(a.fresh, hasattr(a, "k1"))
print([n for n in dir(a) if not n.startswith("__")])


class Dynamic:
    def __getattr__(self, name):
        if name.startswith("auto_"):
            return name[5:]
        raise AttributeError(f"custom {name}")

    def __delattr__(self, name):
        print("deleting", name)

    def __dir__(self):
        return ["z", "a"]


d = Dynamic()
print(d.auto_x, dir(d))
del d.anything
try:
    d.other
except AttributeError as error:
    print(error)
