"""Raising a class and calling it make the same, whatever its class, `__new__` and `__init__` do."""


class Plain(ValueError):
    pass


class Slotted(KeyError):
    __slots__ = ("note",)


class Initialized(Exception):
    def __init__(self, *args):
        super().__init__("initialized", *args)


class Made(Exception):
    def __new__(cls, *args):
        made = super().__new__(cls, *args)
        made.extra = len(args)
        return made


class Another(Exception):
    def __new__(cls, *args):
        return Plain("another")


class NoException(Exception):
    def __new__(cls, *args):
        return 7


class Meta(type):
    def __call__(cls, *args):
        made = super().__call__("meta", *args)
        return made


class OfMeta(Exception, metaclass=Meta):
    pass


def raised(what):
    try:
        raise what
    except BaseException as error:
        return type(error).__name__, error.args, getattr(error, "extra", None), str(error)


for turn in range(3):
    for cls in (ValueError, KeyError, StopIteration, OSError, SystemExit, UnicodeError, Plain, Slotted,
                Initialized, Made, Another, NoException, OfMeta, int):
        print(raised(cls))
    for cls in (ValueError, KeyError, StopIteration, OSError, Plain, Slotted, Initialized, Made, OfMeta):
        print(raised(cls(1, "two")))

try:
    Plain(a=1)
except TypeError as error:
    print(error)
try:
    raise ExceptionGroup
except TypeError as error:
    print(error)

Plain.__init__ = lambda self, *args: setattr(self, "args", ("patched",))
print(raised(Plain), raised(Plain(3)))
del Plain.__init__
print(raised(Plain), raised(Plain(3)))
Plain.__new__ = lambda cls, *args: KeyError("new")
print(raised(Plain), raised(Plain(3)))


class Matching(type):
    def __instancecheck__(cls, other):
        return True


class Clause(Exception, metaclass=Matching):
    pass


for clause in (Clause, LookupError, (ZeroDivisionError, IndexError), int, (int, IndexError), "text"):
    try:
        try:
            [][0]
        except clause:
            print("caught by", clause)
    except Exception as error:
        print(type(error).__name__, error)
