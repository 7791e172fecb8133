# Builtins that consume a generator expression: one loop without a generator, until something unusual.
import traceback


def uses(values, indices, k):
    return (
        len(set(values[i] + i for i in indices)),
        sum(v * k for v in values if v > 2),
        any(v == 3 for v in values),
        all(v for v in values),
        max(v - k for v in values),
        min(-v for v in values),
        sorted(v * 3 for v in values),
        tuple(v for v in values),
        list(v for v in values),
        frozenset(v % 3 for v in values),
        ",".join(str(v) for v in values),
    )


for n in range(60):
    result = uses([(i * 7 + n) % 11 for i in range(10)], range(10), n)
    if n % 9 == 0:
        print(result)
print(uses([1.5, 2, 2**70, 4.25], range(3), 2))
print(uses((1.5, 2, 2**70, 4.25), [0, 1], 2))
print(uses([True, False, 3], range(0, 3, 2), 2))


def attempt(*args):
    try:
        print(uses(*args))
    except Exception:
        print(traceback.format_exc().replace(__file__, "FILE"))


attempt([1.5, 2, 2**70, "x"], [0, 1], 2)
attempt([], [], 2)
attempt([1, 2, None], range(2), 2)
attempt([1, 2, 3], 5, 2)
attempt(None, range(2), 2)
attempt([1, 2, 3], range(7), 2)
print(uses([5, 3, 8], range(3), 4))


class Odd:
    log = []

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        self.log.append(self.n)
        return self.n % 3

    def __eq__(self, other):
        return self.n == other.n

    def __bool__(self):
        self.log.append(-self.n)
        return self.n > 2

    def __lt__(self, other):
        return self.n < other.n


def objects(values):
    return (
        len(set(v for v in values)),
        any(v for v in values),
        all(v for v in values),
        [v.n for v in sorted(v for v in values)],
    )


for _ in range(60):
    Odd.log.clear()
    result = objects([Odd(4), Odd(1), Odd(7), Odd(1)])
print(result, Odd.log)


def total(values):
    return sum(v for v in values)


def decides(values, wanted):
    return any(v == wanted for v in values), all(v != wanted for v in values)


print([total(list(range(k))) for k in range(60)][-1])
print(total([1, 2.5, 3]), total([0.1] * 10), total([1 << 62, 1 << 62, 1]), total([True, 2]))
print([decides((1, 2, 3), k % 5) for k in range(60)][-5:])


def of_global(values):
    return sum(v * FACTOR for v in values)


FACTOR = 3
print([of_global([1, 2, k]) for k in range(60)][-1])
FACTOR = 0.5
print(of_global([1, 2, 3]))


def shadowed(values):
    return sum(v for v in values)


print([shadowed([k, 1]) for k in range(60)][-1])


def sum(values):
    return "mine", list(values)


print(shadowed([5, 1]))
del sum
print(shadowed([5, 1]))


def growing(values):
    return len(list(values.append(v - 1) or v for v in values if v > 0))


print([growing([k % 4, 2]) for k in range(60)][-4:])


def nested(rows):
    return sum(sum(x for x in row) for row in rows), max(len(tuple(x for x in row)) for row in rows)


print([nested([[1, 2, k], [k], []]) for k in range(60)][-1])


def lines(values):
    return sum(
        10
        // v
        for v in values
    )


for k in range(60):
    try:
        lines([3, 2, 1, 0 if k == 59 else 1])
    except ZeroDivisionError:
        print(traceback.format_exc().replace(__file__, "FILE"))


def inner():
    for k in range(30):
        yield sum(k * v for v in range(k)), tuple(v for v in [k, k + 1])


print([list(inner())[-1] for _ in range(30)][-1])


def long(values):
    return max(v for v in values)


print(long(range(100_000)), long([k for k in range(50_000)] + [1e9]))
