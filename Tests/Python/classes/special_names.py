"""__new__, __repr__, __format__, __hash__, __class_getitem__, __name__ and __qualname__."""


class Single:
    instance = None

    def __new__(cls, *args):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self, n):
        self.n = n


print(Single(1) is Single(2), Single(3).n)


class Text(str):
    def __new__(cls, s):
        return super().__new__(cls, s.upper())

    def __repr__(self):
        return f"Text({str.__repr__(self)})"


t = Text("abc")
print(t, repr(t), t + "d", type(t + "d").__name__, isinstance(t, str), f"{t!r:>12}")


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __class_getitem__(cls, item):
        return (cls.__name__, item)

    class Inner:
        def f(self):
            return lambda: 0


print(f"{F():abc}", format(F(), "q"), F[int], F.Inner.__qualname__, F.Inner().f().__qualname__)
print(F.__module__, F.__doc__)
for bad in (lambda: object(1), lambda: object.__new__(int), lambda: F(1), lambda: int.__new__(str), lambda: type("x", (1,), {})):
    try:
        bad()
    except TypeError as error:
        print(error)


class R:
    def __repr__(self):
        return 3


try:
    repr(R())
except TypeError as error:
    print(error)


class NoHash:
    def __eq__(self, o):
        return True


try:
    {NoHash(): 1}
except TypeError as error:
    print(error)
print(NoHash.__hash__, type(type).__name__, type("Made", (F,), {"z": 1})().z)
print(bool(type("L", (), {"__len__": lambda s: 0})()))
