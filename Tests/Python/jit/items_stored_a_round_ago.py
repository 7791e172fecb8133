# A loop that reads what the round before has stored carries the number along.
nan = float("nan")


def smooth(a, start, stop, step):
    for i in range(start, stop, step):
        a[i] = (a[i] + a[i - 1]) * 0.5
    return sum(a), a[-1]


def forwards(a, n, step):
    for i in range(0, n, step):
        a[i + step] = a[i] * 1.0001 + 0.25
    return a[:9], a[-1]


def backwards(a):
    for i in range(len(a) - 2, -1, -1):
        a[i] = a[i] - 0.5 * a[i + 1]
    return a[0], a[1], a[-1]


def floats(n):
    return [(i * 7 % 31) / 8 + 0.1 for i in range(n)]


for r in range(4):
    print(smooth(floats(3000), 1, 3000, 1))
    print(smooth(floats(3000), 2, 3000, 2))
    print(smooth(floats(3000), 0, 3000, 1))
    print(smooth(floats(3), 1, 1, 1), smooth(floats(3), 1, 2, 1), smooth([1.5], 1, 1, 1))
    print(forwards(floats(3001), 3000, 1), forwards(floats(3001), 2998, 2))
    print(backwards(floats(3000)))
for r in range(3000):
    forwards([0.5, 1.5, 2.5], 0, 1)
    forwards([0.5, 1.5, 2.5], 1, 2)
try:
    print(forwards([0.5, 1.5, 2.5], 3, 2))
except IndexError as e:
    print(e)


def attempt(a, start=1):
    try:
        print(smooth(a, start, len(a), 1))
    except TypeError as e:
        print(e, a[1], a[2])


attempt([1] + floats(3000))
attempt([None] + floats(3000))
attempt(floats(2500) + [1, 2] + floats(10))
attempt(floats(2500) + ["x"] + floats(10))
attempt(floats(2500) + [float("inf"), 0.0, -0.0, 1e-300] + floats(10))
attempt([nan] + floats(2500))
attempt([0.0] * 3000)
attempt([1e308] * 3000)
attempt([1e-320] * 3000)


def two_lists(a, b, n):
    for i in range(1, n):
        b[i] = a[i - 1] + b[i - 1] * 0.5
    return sum(b), b[-1]


print(two_lists(floats(3000), floats(3000), 3000))
same = floats(3000)
print(two_lists(same, same, 3000))


def two_stores(a, b, n):
    for i in range(1, n):
        a[i] = a[i - 1] + 0.5
        b[i] = 1.0
    return sum(a), a[-1]


print(two_stores(floats(3000), floats(3000), 3000))
print(two_stores(same, same, 3000))


def conditional(a, n):
    for i in range(1, n):
        x = a[i - 1]
        if x > 2.0:
            a[i] = x - 1.75
    return sum(a), x


print(conditional(floats(3000), 3000))


def identity(a, n):
    kept = []
    for i in range(1, n):
        x = a[i - 1]
        a[i] = x * 1.0
        if i > n - 3:
            kept.append(x)
    return [k in a for k in kept], len(a)


print(identity([nan] * 3000, 3000), identity(floats(3000), 3000))


def nan_later(a, n):
    for i in range(1, n):
        a[i] = a[i - 1] * 1e10
        a[i] = a[i] - a[i]
    return a[1], a[-1]


print(nan_later([1e300] * 3000, 3000))


def overflow_to_nan(a, n):
    for i in range(1, n):
        a[i] = (a[i - 1] + 1e307) * 2.0 - a[i]
    return a[5], a[-1]


print(overflow_to_nan([1e300] * 3000, 3000), overflow_to_nan([float("inf")] * 3000, 3000))


def raising(a, n):
    try:
        for i in range(1, n):
            a[i] = 1.0 / (a[i - 1] - a[i])
    except ZeroDivisionError:
        return i, a[i - 1], a[i], a[i + 1]


values = floats(3000)
values[2600] = None
try:
    raising(values, 3000)
except TypeError as e:
    print(e, values[2599])


def stop_inside(a, n):
    for i in range(1, n):
        a[i] = a[i - 1] + 1.0
        if a[i] > 2500.0:
            return i, a[i], a[i + 1]


print(stop_inside([0.5] * 3000, 3000))
