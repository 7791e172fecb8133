# Hot operators of sets answer as cold ones do: any kind of set, any key, and nothing is compared twice.

ROUNDS = 3000


class Key:
    """Equal to its number; counts comparisons."""

    compared = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        Key.compared += 1
        if self.number == 13:
            raise ValueError("thirteen")
        return self.number == getattr(other, "number", other)

    def __repr__(self):
        return f"Key({self.number})"


class Own(set):
    def __le__(self, other):
        return "le of Own"

    def __sub__(self, other):
        return "sub of Own"


def results(x, y):
    return (x <= y, x < y, x >= y, x > y, x == y, x != y, x - y, x & y, x | y, x ^ y)


def listed(item):
    """The order of ints is fixed, that of strs is not."""
    if not isinstance(item, (set, frozenset)):
        return item
    return list(item) if all(isinstance(n, int) for n in item) else sorted(item, key=str)


def repeat(x, y):
    first = results(x, y)
    for _ in range(ROUNDS):
        last = results(x, y)
    return first == last, list(map(listed, last))


small, large = {3, 70, 5}, set(range(60)) | {70, 129}
for x in small, frozenset(small), large, frozenset(large), set(), frozenset([1 << 70, 2.5, "a"]):
    for y in small, frozenset(large), set(), {"a", 2.5, (1, 2), None, 1 << 70}:
        print(*repeat(x, y))
print(*repeat({"b", ("x", 1)}, {("x", 1), "b", "c"}))
print(type(frozenset(small) - large), type(small - frozenset(large)), type(frozenset(large) & small))

print(repeat(Own([1, 2]), {1, 2, 3})[0], repeat({1}, Own([1, 2, 3]))[0])


def subsets(pairs):
    found = 0
    for x, y in pairs:
        if x <= y:
            found += 1
        if x - y:
            found += 10
        if x & y:
            found += 100
    return found


print(subsets([({1, 2}, {1, 2, 3})] * ROUNDS))
Key.compared = 0
print(subsets([({Key(1), Key(2)}, {Key(1), Key(2), Key(3)})] * ROUNDS), Key.compared)
try:
    subsets([({Key(13)}, {Key(13), 2})] * ROUNDS)
except ValueError as error:
    print("raised", error)


def smaller_than(items, limit):
    return [item for item in items if item < limit]


print(len(smaller_than([{1}, {1, 2}, {5}, set()] * ROUNDS, {1, 2})))
try:
    smaller_than([{1}] * ROUNDS + [[1]], {1, 2})
except TypeError as error:
    print(error)


def members(sets):
    total = 0
    for each in sets:
        for item in each:
            total += item
    return total


print(members([frozenset([1, 2, 3]), {4}, set()] * ROUNDS))
growing = {0}
try:
    for turn in range(ROUNDS):
        members([growing] * 3)
        for item in growing:
            if turn == ROUNDS - 1:
                growing.add(1)
except RuntimeError as error:
    print(error)
