"""Calls whose arguments need binding, the same instruction with several callees."""


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except TypeError as error:
        return str(error)


def plain(a, b=1, c=2):
    return a, b, c


def swapped(c, b=10, a=20):
    return a, b, c


def keyword_only(a, *, b=3, c):
    return a, b, c


def positional_only(a, b=5, /, c=6):
    return a, b, c


def collecting(a, *rest, b=7, **more):
    return a, rest, b, more


def more_only(a, **more):
    return a, more


class Plain:
    def __init__(self, a=0, *, b=1):
        self.a, self.b = a, b

    def method(self, a, b=2, *, c=3):
        return self.a, a, b, c

    def __repr__(self):
        return f"Plain({self.a}, {self.b})"


class Own(Plain):
    def __new__(cls, *args, **keywords):
        return super().__new__(cls)


class Made(list):
    def __init__(self, a=0, b=1):
        super().__init__([a, b])


def with_keywords(function):
    try:
        return function(1, c=4)
    except TypeError as error:
        return str(error)


def with_two(function):
    try:
        return function(a=1, b=4)
    except TypeError as error:
        return str(error)


def with_fewer(function):
    try:
        return function(9)
    except TypeError as error:
        return str(error)


def unpacked(function, args, keywords):
    try:
        return function(*args, **keywords)
    except TypeError as error:
        return str(error)


callables = [
    plain, swapped, keyword_only, positional_only, collecting, more_only, Plain, Own, Made,
    Plain(5).method, lambda a, c: (a, c), lambda *, a, b: (a, b), dict, print]
for _ in range(3):
    for function in callables[:-1]:
        print(with_keywords(function), with_two(function), with_fewer(function))
        print(unpacked(function, (1,), {"c": 2}), unpacked(function, (), {"a": 2, "b": 3}))
        print(unpacked(function, (1, 2, 3, 4), {}))

# Defaults that change after the instruction has seen the function.
for values in [(5, 6), (7,), None, (8, 9, 10), (1, 2)]:
    plain.__defaults__ = values
    print(with_keywords(plain), with_fewer(plain), with_two(plain))
for values in [{"b": 1, "c": 2}, None, {"c": 5}, {"b": 0}]:
    keyword_only.__kwdefaults__ = values
    print(with_fewer(keyword_only), with_keywords(keyword_only))


def closures(n):
    def inner(a, b=n, *, c=n * 2):
        return a, b, c, n
    return inner


print([with_keywords(closures(n)) for n in range(3)], [with_fewer(closures(n)) for n in range(3)])


def generator(a, b=2, *, c=3):
    received = yield a
    while True:
        received = yield with_keywords(plain), unpacked(swapped, (received,), {"a": b}), c


running = generator(1, c=9)
print(next(running), running.send(5), running.send(6))
print(list(zip(generator(*[1], **{"b": 4}), range(2))))
print(unpacked(plain, 5, {}), unpacked(plain, iter([1]), {}), unpacked(len, ([1, 2],), {}))
try:
    plain(**{1: 2})
except TypeError as error:
    print(error)


def deep(n, *, step=1):
    return 0 if n == 0 else 1 + deep(*[n - step], **{"step": step})


print(deep(500))
try:
    deep(10 ** 6)
except RecursionError as error:
    print(error)


class Generating:
    def __init__(self, a=1):
        yield a


for call in (lambda: Generating(), lambda: Generating(a=2)):
    try:
        call()
    except TypeError as error:
        print(error)
