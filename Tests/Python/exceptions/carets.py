"""The positions that tracebacks mark inside a line."""
import traceback


class A:
    b = None


def subscript(d):
    return d["a"]["b"]["c"]


def binary(a, b, c):
    return a + (b *
                c) + 1


def attribute(x):
    return x.b.missing


def call(f):
    return f(1, (lambda: 2)()) + 3


def many():
    value = [1, 2, 3]
    return value[0] + value[7] + value[1]


for f, args in ((subscript, ({"a": {"b": None}},)), (binary, (1, "x", None)), (attribute, (A,)),
                (call, (None,)), (many, ())):
    try:
        f(*args)
    except Exception:
        print(traceback.format_exc())
