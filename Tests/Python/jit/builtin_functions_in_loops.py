"""Builtin functions and methods called in hot loops, with all kinds of arguments, errors among them."""

import math
import traceback


def show(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except Exception as error:
        lines = [frame.lineno - function.__code__.co_firstlineno
                 for frame in traceback.extract_tb(error.__traceback__)[1:]]
        print(function.__name__, type(error).__name__, error, lines)


class Number:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __gt__(self, other):
        return self.n > other.n

    def __abs__(self):
        return "abs"

    def __divmod__(self, other):
        return "divmod"

    def __int__(self):
        return 42

    def __str__(self):
        return f"<{self.n}>"

    def __format__(self, spec):
        return f"[{self.n}]"

    def __add__(self, other):
        return "added"

    def __repr__(self):
        return "Number"


class Text(str):
    def upper(self):
        return "UPPER"

    def join(self, parts):
        return "JOIN"


def characters(codes):
    return "".join([chr(ord(chr(c)) + 1) for c in codes]), hash(1.0)


def each_chr(codes):
    out = []
    for c in codes:
        out.append(chr(c))
        out.append(ord(out[-1]))
    return out[-4:]


def extremes(pairs):
    out = []
    for a, b in pairs:
        out.append(min(a, b))
        out.append(max(a, b, a))
        out.append(min([a, b]))
    return out[-6:]


def arithmetic(pairs):
    out = []
    for a, b in pairs:
        out.append(divmod(a, b))
        out.append(abs(a))
        out.append(round(b))
    return out[-6:]


def conversions(values):
    out = []
    for v in values:
        out.append(int(v))
        out.append(str(v))
        out.append(bool(v))
        out.append(float(v))
    return out[-8:]


def texts(strings, separator):
    out = []
    for s in strings:
        out.append(s.upper().lower())
        out.append(s.split(","))
        out.append(separator.join(s.split(",")))
        out.append(s.replace("a", "b", 1) + s.strip())
        out.append(s.startswith("a") or s.find("c"))
    return out[-10:]


def joins(separator, parts, n):
    for _ in range(n):
        text = separator.join(parts)
    return text


def formatted(values):
    out = []
    for v in values:
        out.append(f"{v}")
        out.append(f"a{v}b{v}c")
        out.append(f"{v!r} {v}")
    return out[-6:]


def operators(pairs):
    out = []
    for a, b in pairs:
        out.append(a + b)
        c = a
        c += b
        out.append(c)
        out.append(a == b)
        out.append(a != b)
    return out[-8:]


def orders(pairs):
    out = 0
    for a, b in pairs:
        if a < b:
            out += 1
        if a == b:
            out += 100
        out += (a >= b) + (a <= b)
    return out


def bits(pairs):
    out = []
    for a, b in pairs:
        out.append((a & b, a | b, a ^ b, ~a, a << 3, a >> 2, a ** 3))
    return out[-3:]


def repeated(values, n):
    out = []
    for v in values:
        out.append(v * n)
        out.append(n * v)
    return out[-4:]


def lists(values):
    out = []
    for v in values:
        out.append(list(v))
        out.append(tuple(v))
        out.append(sorted(v))
        out.append(sum(v))
        out.append(len(v))
    return out[-10:]


def roots(values):
    out = 0.0
    for v in values:
        out += math.sqrt(v) + math.floor(v) + math.sin(v)
    return round(out, 6)


def bound(items, n):
    append, pop, insert = items.append, items.pop, items.insert
    for i in range(n):
        append(i)
        insert(0, pop())
    return items[:3], len(items)


def iterate(make, n):
    out = []
    for i in range(n):
        for x in make(i):
            out.append(x)
    return out[-4:], len(out)


def redefined(n):
    global abs
    out = []
    for i in range(n):
        if i == n // 2:
            abs = str
        out.append(abs(-i))
    del abs
    return out[:2], out[-2:], type(out[-1])


def main():
    show(characters, list(range(60, 600)))
    show(each_chr, list(range(400)))
    show(each_chr, list(range(200)) + [-1])
    show(each_chr, list(range(200)) + ["x"])
    numbers = [(n, 7) for n in range(300)]
    show(extremes, numbers)
    show(extremes, numbers + [(1.5, 2), ("a", "b")])
    show(extremes, numbers + [(Number(1), Number(2))])
    show(extremes, numbers + [(1, "a")])
    show(arithmetic, numbers)
    show(arithmetic, numbers + [(-7.5, 2), (2**70, -3)])
    show(arithmetic, numbers + [(3, 0)])
    show(arithmetic, numbers + [(Number(1), 2)])
    values = [1, "2", 3.7, True, b"5"] * 40
    show(conversions, values)
    show(conversions, values + [Number(5)])
    show(conversions, values + ["x"])
    show(conversions, values + [None])
    show(texts, ["a,b,c", "", " x ", "\u00e9,\u03b1"] * 60, "-")
    show(texts, ["a,b"] * 60 + [Text("q,r")], "-")
    show(texts, ["a,b"] * 60, Text("-"))
    show(texts, ["a,b"] * 60 + [5], "-")
    show(joins, ", ", ["a", "b"], 100)
    show(joins, ", ", ("a", Text("b")), 100)
    show(joins, ", ", ["a", 5], 100)
    show(joins, ", ", (c for c in "abc"), 1)
    show(formatted, [1, "x", 2.5, None, True, 2**70, Text("t"), Number(3), [1]] * 20)
    show(operators, [("a", "b"), (1, 2), (1.5, 2), ([1], [2]), ((1,), (2,)), (b"a", b"b"),
                     (2**70, 1), (True, False)] * 30)
    show(operators, [("a", "b")] * 60 + [(Number(1), 2)])
    show(operators, [("a", "b")] * 60 + [("a", 1)])
    show(operators, [([1], [2])] * 60 + [([1], (2, 3))])
    show(orders, [("a", "b"), (1, 2), (2, 2.0), (2**70, 2**70), ((1, 2), (1, 3))] * 40)
    show(orders, [("a", "b")] * 60 + [("a", 1)])
    show(bits, [(n * 2**60, n * 12345678901234567) for n in range(100)])
    show(bits, [(n, n + 1) for n in range(100)])
    show(bits, [(n, n + 1) for n in range(100)] + [(1.5, 2)])
    show(repeated, [[1, 2], "ab", (1,), b"x", 3, 2.5] * 40, 3)
    show(repeated, [[1, 2], "ab", (1,)] * 40, -1)
    show(repeated, [[1, 2]] * 40, "x")
    show(lists, [[3, 1, 2], (1, 2), range(4), b"ab", {1: 2}, {5}] * 40)
    show(lists, [[3, 1, 2]] * 40 + [(n for n in (1, 2))])
    show(lists, [[3, 1, 2]] * 40 + [5])
    show(roots, [n / 3 for n in range(300)])
    show(roots, [n / 3 for n in range(300)] + [-1])
    show(bound, [], 300)
    for make in (range, lambda i: "abc", lambda i: {1: 2, i: 3}, lambda i: {i}, lambda i: b"ab",
                 lambda i: (x for x in (1, 2)), lambda i: reversed([1, i]), lambda i: [],
                 lambda i: map(str, (1, i)), lambda i: 5 if i == 60 else (i,)):
        show(iterate, make, 80)
    show(redefined, 200)


main()
