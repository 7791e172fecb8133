# Defaults of keyword-only parameters: in the parameters' order, in another, changed and missing.


def f(a, b=1, *, c=2, d=3, e=4):
    return a, b, c, d, e


def g(a, *rest, c, d=5, **more):
    return a, rest, c, d, more


def h(*, first, second=2):
    return first, second


print(f(0), f(0, d=9), f(0, 7, e=8, c=6))
print(g(1, c=2), g(1, 2, 3, c=4, d=6, x=7))
print(h(first=1), h(second=3, first=4))
f.__kwdefaults__ = {"e": 40, "d": 30, "c": 20}
print(f(0), f(0, d=9))
f.__kwdefaults__["d"] = 31
print(f(0))
del f.__kwdefaults__["e"]
try:
    f(0)
except TypeError as error:
    print(error)
f.__kwdefaults__["e"] = 41
f.__kwdefaults__["unknown"] = 1
print(f(0))
f.__kwdefaults__ = {"x": 0, "c": 1, "d": 2, "e": 3}
print(f(5))
f.__kwdefaults__ = None
try:
    f(0)
except TypeError as error:
    print(error)
try:
    h()
except TypeError as error:
    print(error)
for i in range(3000):
    f.__kwdefaults__ = {"c": i, "d": i + 1, "e": i + 2}
    answer = f(i)
print(answer)
