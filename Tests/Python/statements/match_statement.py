"""Structural pattern matching, every pattern kind."""
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


class Color:
    RED = "red"


def what(v):
    match v:
        case None | True | False:
            return f"constant {v}"
        case 0:
            return "zero"
        case -1 | 1.5 | 2 + 3j:
            return "number"
        case Color.RED:
            return "red"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case b"bytes":
            return "bytes"
        case str(s) if len(s) > 3:
            return f"long {s}"
        case str():
            return "short"
        case int(n) if n > 100:
            return f"big {n}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, *rest]:
            return f"starts with 1, {rest}"
        case [first, *_, last]:
            return f"{first}..{last}"
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": kind, **rest}:
            return f"{kind} {rest}"
        case {}:
            return "mapping"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y at {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case float() | complex():
            return "float"
        case _:
            return f"other {type(v).__name__}"


for v in (None, True, 0, 0.0, -1, 1.5, 2 + 3j, "red", "a", b"bytes", "hello", "hi", 200, 50, [], (), [7], (1, 2, 3),
          [4, 5, 6], {"kind": "circle", "r": 2}, {"kind": "sq", "w": 1}, {}, {"z": 1}, Point(0, 0), Point(0, 5), Point(3, 3),
          Point(1, 2), 2.25, {1, 2}, range(3), bytearray(b"x"), object):
    print(what(v))


def nested(v):
    match v:
        case (("a", x) | ("b", [x])), *others:
            return x, others
        case [Point(x=px), {"k": [_, second]}]:
            return px, second


print(nested([("a", 1), 2]), nested([("b", [5])]), nested([Point(1, 2), {"k": [3, 4]}]), nested(3))


class Bad:
    __match_args__ = ["x"]


class Two:
    __match_args__ = ("x",)
    x = 1


for v, text in ((Bad(), "case Bad(1): pass"), (Two(), "case Two(1, 2): pass"), (Two(), "case Two(1, x=1): pass"), (3, "case int(1, 2): pass"), (3, "case v(): pass")):
    try:
        exec(f"match v:\n    {text}")
    except TypeError as error:
        print(error)
match 5:
    case x:
        pass
print(x)
match = case = 3
print(match, case)
