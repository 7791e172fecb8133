"""Recursion to the limit and back, over and over, through several kinds of calls."""

import sys


def plain(n):
    return plain(n + 1) + 1


def count(n):
    try:
        return count(n + 1)
    except RecursionError:
        return n


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


class Chain:
    def __init__(self, depth):
        self.depth = depth

    def walk(self):
        return Chain(self.depth + 1).walk()

    def __add__(self, other):
        return Chain(self.depth + 1) + other

    def __getattr__(self, name):
        return getattr(Chain(1), name + "x")

    def __call__(self):
        return self()


def by_key(n):
    return sorted([1], key=lambda x: by_key(n + 1))


def generator(n):
    yield from generator(n + 1)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


def caught(action, times):
    found = 0
    for _ in range(times):
        try:
            action()
        except RecursionError as error:
            found += "maximum recursion depth exceeded" in str(error)
    return found


def loop_below(n, times):
    """Each level has a loop of its own."""
    total = 0
    for i in range(times):
        total += i
        if n and i == times - 1:
            total += loop_below(n - 1, times)
    return total


print(caught(lambda: plain(0), 20))
print(count(0), count(10), [count(0) == count(0) for _ in range(5)])
print(even(900), odd(901), even(801))
print(caught(lambda: Chain(0).walk(), 10), caught(lambda: Chain(0) + 1, 10))
print(caught(lambda: Chain(0).x, 3), caught(lambda: Chain(0)(), 10))
print(caught(lambda: by_key(0), 3), caught(lambda: list(generator(0)), 5))
print(fib(18), ackermann(2, 30), loop_below(100, 30))
limit = sys.getrecursionlimit()
sys.setrecursionlimit(200)
print(count(0) < 200, caught(lambda: plain(0), 50))
sys.setrecursionlimit(5000)
print(count(0) > 4000, even(4000))
sys.setrecursionlimit(limit)
print(even(500))
