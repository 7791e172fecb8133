"""Operator overloading: reflected, in-place, comparison fall-backs, errors."""


class N:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"N({self.v})"

    def __add__(self, o):
        if isinstance(o, int):
            return N(self.v + o)
        return NotImplemented

    def __radd__(self, o):
        return ("radd", o, self.v)

    def __iadd__(self, o):
        self.v += 100
        return self

    def __matmul__(self, o):
        return "matmul"

    def __eq__(self, o):
        return isinstance(o, N) and self.v == o.v

    def __lt__(self, o):
        return self.v < o.v

    def __neg__(self):
        return N(-self.v)

    def __invert__(self):
        return "invert"

    def __bool__(self):
        return self.v != 0

    def __getitem__(self, key):
        return key

    def __call__(self, *args, **kw):
        return (args, kw)

    def __index__(self):
        return self.v

    def __divmod__(self, o):
        return ("divmod", o)

    def __pow__(self, o, m=None):
        return ("pow", o, m)

    def __round__(self, n=None):
        return ("round", n)


a, b = N(1), N(2)
print(a + 1, 1 + a, "s" + a if False else a.__add__("x"))
a += 5
print(a, a @ b, a == N(101), a != N(101), a < b, a > b, -a, ~a, bool(N(0)))
print(b[1:2, ..., 3], b(1, x=2), [10, 20, 30][b], divmod(b, 7), pow(b, 2, 3), b ** 4, round(b, 1), round(b))
print(hex(b), range(b), "ab" * b)
for text, action in (("add", lambda: b + "x"), ("sub", lambda: b - 1), ("le", lambda: b <= a),
                     ("hash", lambda: hash(b)), ("len", lambda: len(b)), ("isub", lambda: exec("b -= 1", globals()))):
    try:
        print(text, action())
    except TypeError as error:
        print(text, error)


class Sub(N):
    def __radd__(self, o):
        return "Sub.radd first"


print(N(1) + Sub(2))
print(sorted([N(3), N(1), N(2)]), max(N(3), N(9)))


class Ranked:
    def __init__(self, n):
        self.n = n

    def __le__(self, o):
        return "le"

    def __ge__(self, o):
        return "ge"


print(Ranked(1) <= Ranked(2), Ranked(1) >= Ranked(2), 5 <= Ranked(1))


class Reflecting:
    """Comes before the concatenation and repetition of builtin sequences."""

    def __radd__(self, other):
        return "radd", other

    def __rmul__(self, other):
        return "rmul", other


class Declining:
    def __radd__(self, other):
        return NotImplemented


class Named(str):
    def __radd__(self, other):
        return "named", other


for sequence in ("a", [1], (1,), b"x", bytearray(b"q")):
    print(sequence + Reflecting(), sequence * Reflecting(), Reflecting().__radd__(sequence))
    augmented = sequence
    augmented += Reflecting()
    print(augmented)
    print("a" + Named("b"), Named("b") + "a")
    try:
        sequence + Declining()
    except TypeError as error:
        print(error)
