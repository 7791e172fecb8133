# Functions of `math` with and without results that Python raises for.
import math
from math import sin, sqrt


def all_of(x, y):
    return (
        math.sin(x), math.cos(x), math.tan(x), math.exp(x), math.log(y), math.log10(y), math.log2(y),
        math.atan2(x, y), math.fmod(x, y), math.pow(y, x), math.sqrt(y), math.fabs(x), math.floor(x),
        math.ceil(x), math.trunc(x), math.degrees(x), math.radians(x), math.copysign(y, x),
        math.isnan(x), math.isinf(x), math.isfinite(x), math.cbrt(y), math.erf(x), math.expm1(x),
        math.sinh(x), math.acos(x / 100), sin(y), sqrt(y))


def loop(n):
    last = None
    for i in range(n):
        last = all_of(i * 0.01 - 9.5, 0.25 + i)
    return last


print(loop(2500))


def safely(function, values):
    seen = []
    for v in values:
        try:
            result = function(v)
        except (ValueError, OverflowError, TypeError) as e:
            seen.append((repr(v), type(e).__name__, str(e), e.__traceback__.tb_next.tb_lineno))
    return result, seen


odd = [1] * 3000 + [-1, 0, 1e400, -1e400, math.nan, 800.0, 2 ** 70, "x", None, 1.0]
print(safely(lambda v: math.sqrt(v), odd))
print(safely(lambda v: math.log(v), odd))
print(safely(lambda v: math.exp(v), odd))
print(safely(lambda v: math.sin(v), odd))
print(safely(lambda v: math.floor(v * 1.5), odd))
print(safely(lambda v: math.acos(v), odd))
print(safely(lambda v: float(v), odd + ["1.5"]))


class Half:
    def __float__(self):
        return 0.5


def mixed(values):
    t = 0.0
    for v in values:
        t += math.cos(v) + float(v)
    return t


print(mixed([0.5] * 3000 + [1, True, Half()] * 100))


def replaced(n):
    t = 0
    for i in range(n):
        if i == 3000:
            math.cos = lambda x: 100
        t += math.cos(0.0)
    return t


print(replaced(4000))
