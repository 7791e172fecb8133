"""Classes, closures, private names and type parameters."""

import os.path as path
from sys import *


class Base[T: (int, str), *Ts]:
    limit: int = 3
    names = [name for name in dir() if name != limit]

    def __init__(self, value: T = None, /, *rest: *Ts, key=None):
        super().__init__()
        self.__value = self.key = value

    @property
    def total(self) -> T:
        return sum(self.__value + extra for extra in self.rest)

    def bump(self):
        def inner():
            nonlocal count
            count += 1
            return __class__

        count = 0
        return inner


type Pair[A, B = A] = tuple[A, B]


def apply[F](function: F, x, y=lambda z: z ** 2, **options) -> F:
    first, *middle, (a, b) = x
    x[1:2] += function(*middle, a, k=b, **options)
    return {**options, "x": x, 1: 2} | {k: v for k, v in x if (w := v)}
