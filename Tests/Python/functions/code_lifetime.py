# Code that is compiled, run and dropped: its memory is used again, and caches elsewhere that knew it
# must not be fooled by code that takes its place.
import gc


class Point:
    scale = 2

    def __init__(self, x):
        self.x = x

    def double(self):
        return self.x * self.scale


def call(function, *arguments):
    return function(*arguments)


def compiled(number):
    space = {"Point": Point}
    exec(f"def f(p): return p.double() + p.x + {number}\ndef g(a, b={number}): return a - b", space)
    return space["f"], space["g"]


point = Point(5)
total = 0
for number in range(6000):
    f, g = compiled(number)
    total += call(f, point) + call(g, 1) + call(g, 1, 2)
    if number % 1500 == 1499:
        gc.collect()
        Point.scale += 1
        print(number, total, f(point))

print(sum(eval(f"point.double() + {n}") for n in range(5000)))


def replaced():
    first = yield 1
    yield first


generator = replaced()
print(next(generator))
replaced.__code__ = (lambda: 3).__code__
gc.collect()
for n in range(2000):
    eval(f"{n} + 1")
gc.collect()
print(generator.send("still the old code"), replaced())
