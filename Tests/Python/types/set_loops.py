"""Sets: loops that change them, comparisons, extremes; str.translate."""

for size in (0, 1, 5, 20, 100):
    numbers = set(range(size)) | {1000}
    print(list(numbers), sorted(numbers) == list(iter(sorted(numbers))))
    print(min(numbers), max(numbers), sum(numbers), min(frozenset(numbers), key=lambda n: -n))

changing = {1, 2, 3}
seen = []
for n in changing:
    seen.append(n)
    if len(seen) < 20:
        changing.discard(n)
        changing.add(n + 10)
print(len(seen) >= 3)
try:
    for n in changing:
        changing.add(n + 100)
except RuntimeError as error:
    print(error)
iterator = iter({1, 2, 3})
print(iterator.__length_hint__(), next(iterator), iterator.__length_hint__(), list(iterator))
print(list(iterator), iterator.__length_hint__())


class Odd:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return isinstance(other, Odd) and self.n == other.n


a, b = {Odd(1), Odd(2)}, {Odd(2), Odd(1)}
print(a == b, a <= b, a < b, a | {Odd(3)} > b, a != b, frozenset(a) == b, a - b, a ^ b)
x, y = frozenset([1, 2, 3]), frozenset([1, 2, 4])
print(hash(x) == hash(frozenset([3, 2, 1])), x == y, x != y, x == frozenset([3, 2, 1]), x <= y)
nested = frozenset([frozenset([x]), frozenset([y])])
print(nested == frozenset([frozenset([y]), frozenset([x])]), nested == {1, 2})
nan = float("nan")
for values in ([nan, 1.0, 2.0], [1.0, nan, 2.0], (3, 2.5), [2, True], (1.5, 0.5, -0.0, 0.0), ["b", "a"]):
    print(min(values), max(values))
for empty in ([], (), set()):
    for function in (min, max):
        try:
            function(empty)
        except ValueError as error:
            print(error)


class Plain:
    pass


class Unequal:
    __eq__ = None


class Different:
    def __ne__(self, other):
        return "ne"


p, q = Plain(), Plain()
print(p == q, p != q, p == p, p != p, p == 1, p != None, bool(p == Different()), p != Different())
try:
    print(p == Unequal())
except TypeError as error:
    print(error)

text = "the quick brown fox jumps over the lazy dog " * 3
for table in (
    {}, {32: None}, {ord("t"): "T"}, {ord("o"): "oo"}, {ord("o"): 0xE9}, {ord("e"): "\u20ac"},
    {i: None for i in range(128)}, {ord("a"): True}, str.maketrans("abc", "xyz", "def"),
    {ord("q"): ""},
):
    print(repr(text.translate(table)))
for table in ({ord("a"): -1}, {ord("a"): 1.5}, {ord("a"): 0x110000}, {ord("a"): b"x"}):
    try:
        text.translate(table)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
