# Frozensets that are compared again and again remember what they have.
from itertools import product


def relations(x, y):
    return (
        x <= y, x < y, x >= y, x > y, x == y, x != y, len(x & y), len(x - y), len(x | y), x.issubset(y),
        x.issuperset(y), x.isdisjoint(y),
    )


class Same:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return 64 * self.number

    def __eq__(self, other):
        return isinstance(other, Same) and self.number == other.number


sets = [
    frozenset(),
    frozenset([1]),
    frozenset([1, 2, 3]),
    frozenset([65, 2, 3]),
    frozenset([62, 63]),
    frozenset([62]),
    frozenset([63]),
    frozenset([-1, -2]),
    frozenset([126, 127]),
    frozenset(range(64)),
    frozenset(range(65)),
    frozenset(range(1000)),
    frozenset(range(0, 128, 64)),
    frozenset("abc"),
    frozenset(["a", 1, None, 2.0]),
    frozenset([1.0, 2, True, 3.0]),
    frozenset([Same(1), Same(2)]),
    frozenset([Same(2)]),
    frozenset([2**70, 2**61 - 1, 0]),
    frozenset([frozenset([1]), frozenset()]),
    {1, 2, 3},
    set(range(64)),
    set(),
]
for x, y in product(sets, repeat=2):
    first = relations(x, y)
    for _ in range(4):
        assert relations(x, y) == first, (x, y)
    truth = (
        all(any(a == b for b in y) for a in x),
        all(any(a == b for b in y) for a in x) and len(x) == len(y),
        sum(any(a == b for b in y) for a in x),
    )
    assert (first[0], first[4], first[6]) == truth, (x, y, first, truth)
print(sum(sum(relations(x, y)) for x, y in product(sets, repeat=2)))

# What operations make is compared, too, and changing sets stay what they are.
free = frozenset(range(50))
pieces = [frozenset([i, i + 1, i + 7]) for i in range(60)]
fits = 0
for piece in pieces * 20:
    if piece <= free:
        fits += 1
        rest = free - piece
        assert not piece <= rest and rest < free and len(rest) == 47
        assert rest & piece == frozenset() and not rest & piece
        assert (rest | piece) == free
        assert rest & free == rest
print(fits)
changing = {1, 2}
fixed = frozenset([1, 2, 3])
seen = []
for i in range(6):
    seen.append((changing <= fixed, fixed <= changing, fixed & changing, fixed.isdisjoint(changing)))
    changing.add(i + 2)
    changing.discard(1 if i == 3 else 100)
print(seen)


class Loud(frozenset):
    pass


loud = Loud([1, 2])
for _ in range(5):
    assert loud <= fixed and not loud <= frozenset([5, 6]) and not loud & frozenset([7])
    assert type(loud & fixed) is frozenset and type(fixed - loud) is frozenset
print(loud & frozenset([9]), type(loud & frozenset([9])).__name__)
