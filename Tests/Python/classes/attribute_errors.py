"""Texts of errors about attributes that cannot be set or deleted, and of wrong argument counts."""
import math


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


class Deletable:
    def __delete__(self, instance):
        print("deleted")


class P:
    __slots__ = ("s",)
    q = Deletable()
    p = property(lambda self: 1)
    n = property()
    c = 5

    def m(self):
        pass


def make():
    class Inner:
        @property
        def p(self):
            return 1
    return Inner()


for name in ("q", "p", "n", "c", "m", "s", "z"):
    attempt(getattr, P(), name + "z")
    attempt(setattr, P(), name, 1)
    attempt(delattr, P(), name)
attempt(setattr, make(), "p", 1)
attempt(delattr, make(), "p")
for thing in (5, "", object(), len, int):
    attempt(setattr, thing, "x", 1)
    attempt(delattr, thing, "x")

for function in (math.sqrt, math.gcd, len, list, tuple, set, frozenset, filter, reversed,
                 [].append, [].__len__, (1).__add__, [].__setitem__, (2).__pow__, "".__hash__):
    if function not in (list, tuple, set, frozenset, math.gcd):
        attempt(function)
    attempt(function, 1, 2, 3, 4)
    attempt(function, keyword=1)
attempt([].sort, 1)
attempt([].sort, 1, 2, 3)

for thing in ("abc", (1,), b"a", 5, range(3), {1}, int, slice(1), None, object()):
    for key in (0, 1 << 70, "a", slice(1)):
        try:
            del thing[key]
        except Exception as error:
            print(type(error).__name__, error)
        try:
            thing[key] = 1
        except Exception as error:
            print(type(error).__name__, error)

for text in ("1__0", "_1", "1_0", "x", "1+", "1_j", "1+1_0j"):
    attempt(complex, text)
for separator in (5, None, b"::", [1], "é", ":", b"-"):
    attempt(b"abc".hex, separator)
