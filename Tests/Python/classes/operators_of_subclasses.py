"""Operators of int, float and str subclasses with numbers and sequences, and with methods of their own."""

import enum


class Number(int):
    pass


class Doubling(int):
    def __add__(self, other):
        return ("add", int(self), other)

    def __radd__(self, other):
        return ("radd", int(self), other)


class Real(float):
    pass


class Text(str):
    pass


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 3


operands = [Number(5), Doubling(2), Real(2.5), Text("ab"), Level.HIGH, True, 4, 1.5, "x", [1], (2,), b"z", 10**30]
for left in operands:
    for right in operands:
        row = []
        for operation in ("+", "-", "*", "%", "//", "|", "<<"):
            if operation in ("<<", "*") and 10**30 in (left, right):
                continue
            try:
                result = eval(f"left {operation} right")
                row.append((type(result).__name__, result))
            except Exception as error:
                row.append(f"{type(error).__name__}: {error}")
        print(repr(left), repr(right), row)
total = Number(0)
for i in range(3000):
    total = Number(total + Level.HIGH) + i
print(total, type(total))
