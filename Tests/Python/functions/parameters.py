"""All parameter kinds and the messages of wrong calls."""


def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, e=7, z=8), f(1, d=4, a=9, b=8))
print(f(*[1, 2], *(3, 4), **{"d": 5}, **{"q": 6}))


def none():
    pass


def two(a, b):
    pass


def three(a, b, c, d):
    pass


def keyword(*, k, j):
    pass


def default(a, b=1, c=2):
    return a, b, c


def positional(a, b, /):
    pass


class C:
    def m(self, x):
        pass

    def __init__(self, q=0):
        pass


calls = [
    lambda: none(1), lambda: none(1, 2), lambda: none(x=1), lambda: two(), lambda: two(1), lambda: two(1, 2, 3),
    lambda: two(1, a=2), lambda: two(1, 2, c=3), lambda: three(), lambda: three(1, d=2), lambda: keyword(),
    lambda: keyword(k=1), lambda: keyword(1, 2), lambda: default(), lambda: default(1, 2, 3, 4), lambda: default(b=1),
    lambda: positional(a=1, b=2), lambda: positional(1), lambda: f(), lambda: f(1), lambda: C().m(), lambda: C().m(1, 2),
    lambda: C(1, 2), lambda: two(**{"a": 1}, **{"a": 2}), lambda: two(*5), lambda: two(**5), lambda: two(**{1: 2}),
    lambda: default(bb=1), lambda: (lambda x: x)(), lambda: 5(), lambda: "s"(), lambda: len(), lambda: len(1, 2),
    lambda: len(x=1), lambda: [].append(), lambda: int(1, 2, 3), lambda: sorted(), lambda: isinstance(1),
    lambda: keyword(1, k=1, j=2), lambda: "".join(), lambda: {}.get(), lambda: abs(), lambda: sum(),
    lambda: "a".split(1, 2, 3), lambda: print(foo=1), lambda: sorted([1], cmp=1), lambda: [].sort(1),
]
for call in calls:
    try:
        print(call())
    except TypeError as error:
        print(error)
print(default(1, c=9), default(*(1,), **{"b": 5}), default.__defaults__, f.__kwdefaults__)
default.__defaults__ = (10, 20)
print(default(1))


def mutable(x, seen=[]):
    seen.append(x)
    return seen


print(mutable(1), mutable(2))
order = []


def note(x):
    order.append(x)
    return x


two(b=note("b"), a=note("a"))
print(order)
