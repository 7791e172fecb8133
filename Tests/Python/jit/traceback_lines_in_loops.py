"""The line numbers and names in tracebacks from hot loops, statement by statement."""

import traceback


def where(error):
    return [(f.name, f.lineno, f.line) for f in traceback.extract_tb(error.__traceback__)]


def steps(n, at, wrong):
    x = 0
    for i in range(n):
        here = wrong if i == at else None
        x += 1
        if here == 0:
            x += None
        if here == 1:
            [][
                x
            ]
        if here == 2:
            {}[i]
        y = (x +
             (i if here != 3 else "s") +
             1)
        z = fails(here,
                  y) + fails(
            here, 1)
        if here == 4: raise KeyError(i)
        while here == 5:
            here.missing
        for _ in (1, 2): assert here != 6, i
        del y
        if here == 7:
            print(y)
    return x, z


def fails(here, y):
    if here == 8:
        return y / 0
    return (
        y
        if here != 9
        else undefined  # noqa: F821
    )


def recursive(depth):
    if depth == 0:
        raise RuntimeError("bottom")
    return recursive(depth - 1) + 1


def generator(n):
    for i in range(n):
        yield i
    raise LookupError(n)


def consume(n):
    total = 0
    for value in generator(n):
        total += value
    return total


def comprehension(n):
    return [10 // (n - 1 - i)
            for i in range(n)]


def nested(n):
    for i in range(n):
        try:
            steps(3, 1, 2 if i == n - 1 else None)
        finally:
            i += 1


for wrong in range(10):
    try:
        steps(5000, 4000, wrong)
    except Exception as error:
        print(wrong, type(error).__name__, error, where(error))
for function, argument in ((recursive, 30), (consume, 5000), (comprehension, 3000), (nested, 800)):
    for _ in range(3):
        try:
            function(argument)
        except Exception as error:
            print(type(error).__name__, error, where(error)[1:6], len(where(error)))
