# `__init__` that returns something raises in the function that made the instance, inlined or not.
import traceback


class Large:
    def __init__(self, n, wrong):
        self.a0 = self.a1 = self.a2 = self.a3 = self.a4 = self.a5 = self.a6 = self.a7 = n
        self.b0 = self.b1 = self.b2 = self.b3 = self.b4 = self.b5 = self.b6 = self.b7 = n
        self.c0 = self.c1 = self.c2 = self.c3 = self.c4 = self.c5 = self.c6 = self.c7 = n
        self.d0 = self.d1 = self.d2 = self.d3 = self.d4 = self.d5 = self.d6 = self.d7 = n
        self.e0 = self.e1 = self.e2 = self.e3 = self.e4 = self.e5 = self.e6 = self.e7 = n
        if n == wrong:
            return 5


class Small:
    def __init__(self, n, wrong):
        self.e7 = n
        if n == wrong:
            return 5


def make(kind, n, wrong):
    return kind(n, wrong)


def sums(n, wrong):
    total = caught = 0
    for i in range(n):
        try:
            total += large(i, wrong).e7 + small(i, wrong).e7
        except TypeError as error:
            caught += 1
            names = [entry.name for entry in traceback.extract_tb(error.__traceback__)]
            print(error, names)
    return total, caught


def large(n, wrong):
    return Large(n, wrong)


def small(n, wrong):
    return Small(n, wrong)


for n, wrong in (30, -1), (30, 7), (2500, -1), (2500, 2000), (2500, 1):
    print(sums(n, wrong))
