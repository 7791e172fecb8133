"""Calls with defaults, keywords, stars and wrong arguments in hot loops; defaults replaced while they run."""


def plain(a, b):
    return a - b


def defaults(a, b=10, c=0.5):
    return a + b * c


def keyword_only(a, *, b=2, c):
    return a * b - c


def positional_only(a, b=3, /, c=4):
    return a + b - c


def starred(*arguments):
    return len(arguments)


def named(**more):
    return len(more) + more.get("x", 0)


def everything(a, b=1, *rest, c=2, **more):
    return a + b + sum(rest) + c + len(more)


def mixed(n):
    total, pair, names = 0, (1, 2), {"b": 3}
    for i in range(n):
        total += plain(i, 1) + plain(b=i, a=2) + plain(*pair) + plain(i, **names)
        total += defaults(i) + defaults(i, 2) + defaults(i, c=2) + defaults(c=1, a=i)
        total += keyword_only(i, c=1) + keyword_only(i, c=1, b=3) + positional_only(i) + positional_only(i, 1, c=2)
        total += starred() + starred(i, i) + starred(*pair, i) + named(x=i) + named(**names)
        total += everything(i) + everything(i, 2, 3, 4, c=5, d=6) + everything(*pair, *pair, **{"e": 1})
    return total


def errors(n):
    calls = [lambda: plain(1), lambda: plain(1, 2, 3), lambda: plain(1, b=2, c=3), lambda: plain(1, a=2),
             lambda: keyword_only(1), lambda: keyword_only(1, 2, c=3), lambda: positional_only(a=1),
             lambda: starred(x=1), lambda: named(1), lambda: everything(), lambda: everything(1, a=1),
             lambda: plain(*5), lambda: plain(**5), lambda: named(**{1: 2}), lambda: plain(1, **{"b": 2}, b=3)]
    messages = {}
    for i in range(n):
        try:
            calls[i % len(calls)]()
        except TypeError as error:
            messages[i % len(calls)] = str(error)
    return messages


def replaced_defaults(n):
    def target(a, b=1, *, c=2):
        return a + b * c

    total, wrong = 0, 0
    for i in range(n):
        try:
            total += target(1)
        except TypeError as error:
            wrong += 1
            if wrong in (1, 11):
                print(error)
        if i == n // 2:
            target.__defaults__ = (100,)
        elif i == n // 2 + 10:
            target.__kwdefaults__ = {"c": 0.5}
        elif i == n // 2 + 20:
            target.__defaults__ = None
        elif i == n // 2 + 30:
            target.__defaults__, target.__kwdefaults__ = (1, 2), None
        elif i == n // 2 + 40:
            target.__kwdefaults__ = {"c": 3}
    return total, wrong


def mutable_default(n):
    def target(x, seen=[]):
        seen.append(x)
        return len(seen)

    total = 0
    for i in range(n):
        total += target(i)
    return total


def varying_counts(n):
    total, arguments = 0, ()
    for i in range(n):
        if i % 500 == 0:
            arguments = tuple(range(i // 500 % 6))
        total += starred(*arguments) + starred(0, *arguments, 1)
        try:
            total += defaults(*arguments)
        except TypeError:
            total += 1000
    return total


def methods(n):
    class Target:
        def method(self, a, b=2, *rest, c=3):
            return a + b + c + len(rest)

        @staticmethod
        def static(a, b=5):
            return a * b

        @classmethod
        def of_class(cls, a=1, **more):
            return a + len(more)

    item, total = Target(), 0
    for i in range(n):
        total += item.method(i) + item.method(i, 1, 2, 3, c=4) + item.method(b=1, a=i) + Target.method(item, 1)
        total += item.static(2) + Target.static(1, b=i) + item.of_class() + Target.of_class(i, x=1, y=2)
    return total


def constructors(n):
    class Pair:
        def __init__(self, a, b=7, *, c=0):
            self.a, self.b, self.c = a, b, c

    total, wrong = 0, 0
    for i in range(n):
        p = Pair(i) if i % 2 else Pair(b=1, a=i, c=2)
        total += p.a - p.b + p.c
        try:
            if i % 1000 == 999:
                Pair()
        except TypeError as error:
            wrong += 1
            message = str(error)
    return total, wrong, message


print(mixed(2000), replaced_defaults(9000), mutable_default(9000), varying_counts(6000))
for number, message in sorted(errors(3000).items()):
    print(number, message)
print(methods(3000), constructors(6000))
