# What a method of a comparison returns is the result, truth value or not, in hot code, too.
ROUNDS = 6000


class Own(set):
    def __le__(self, other):
        return "le of Own"

    def __eq__(self, other):
        return ["eq of Own"]

    __hash__ = None


class Array:
    def __init__(self, *items):
        self.items = items

    def __lt__(self, other):
        return [a < b for a, b in zip(self.items, other.items)]

    def __gt__(self, other):
        return NotImplemented if isinstance(other, Other) else "gt of Array"

    def __ne__(self, other):
        return 0


class Other(Array):
    def __lt__(self, other):
        return ()


def results(x, y):
    return [x <= y, x < y, x >= y, x > y, x == y, x != y]


def compare(x, y):
    first = results(x, y)
    differing = 0
    for _ in range(ROUNDS):
        if results(x, y) != first:
            differing += 1
    return first, differing


def safely(x, y):
    def single(operation):
        try:
            return operation(x, y)
        except TypeError as error:
            return str(error)

    return [
        [single(operation) for _ in range(ROUNDS)][-1]
        for operation in (
            lambda a, b: a <= b, lambda a, b: a < b, lambda a, b: a >= b,
            lambda a, b: a > b, lambda a, b: a == b, lambda a, b: a != b,
        )
    ]


print(compare({1, 2}, {1, 2, 3}))
print(compare(Own([1, 2]), {1, 2, 3}))
print(compare({1}, Own([1, 2, 3])))
print(compare(Own([1]), Own([1, 2])))
print(safely(Array(1, 2), Array(2, 1)))
print(safely(Array(1, 2), Other(2, 1)))
print(safely(Other(1, 2), Array(2, 1)))
print(safely([Own()], [Own()]), safely((Array(1),), (Array(1),)))
print(compare("a", "b"), compare((1, 2), (1, 3)), compare(1, 2.5), compare([1], [1]))
