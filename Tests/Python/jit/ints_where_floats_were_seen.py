# Several instructions of a function see floats at first and ints beside them later: results keep their types.


def mixed(a, b, c):
    return a * 255, b * 255, c * 255, a + b, b + c, c - a, a * b, -a, a < b


def run(rounds, values):
    kinds = {}
    total = 0.0
    count = len(values)
    for n in range(rounds):
        result = mixed(values[n % count], values[(n // 3) % count], values[(n // 7) % count])
        key = "".join(type(x).__name__[0] for x in result)
        kinds[key] = kinds.get(key, 0) + 1
        total += sum(result)
    return sorted(kinds.items()), total


print(run(3000, [0.5, 1.5, 0.25]))
print(run(6000, [0, 1, 0.5, 2]))
print(run(3000, [0, 1, 2**61, 0.5]))
print(run(2000, [True, 0, -0.0, 0.0, 3]))


def dot(x, y):
    return x[0] * y[0] + x[1] * y[1] + x[2] * y[2]


def dots(rounds, vectors):
    out = 0
    for n in range(rounds):
        out += dot(vectors[n % len(vectors)], vectors[n * 7 % len(vectors)])
    return out, type(out)


print(dots(4000, [(1, 0, 0), (0, 1, 0)]))
print(dots(4000, [(1.5, 0, 0), (0, 1.25, 0), (0, 0, 2), (0.5, 0.5, 0.5)]))
print(dots(4000, [(1, 2, 3), (4, 5, 6), (2**62, 1, 0)]))
