"""Floats that leave and enter the common exponents; zeros, infinities, NaNs, rounding."""

INFINITY, NAN = float("inf"), float("nan")
EDGES = [0.0, -0.0, 1.0, -1.5, 2.0 ** 255, 2.0 ** 256, -(2.0 ** 256), 2.0 ** -255, 2.0 ** -256, 1e300, -1e-300,
         5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, INFINITY, -INFINITY, NAN]


def powers(factor, n, low, high):
    x, turns, total = 1.0, 0, 0.0
    up = factor
    for i in range(n):
        x *= factor
        if x > high:
            factor, turns = 1.0 / up, turns + 1
        elif x < low:
            factor, turns = up, turns + 1
        total = total * 0.5 + x
    return x, total, turns


def to_infinity(n):
    x, steps = 1.0, 0
    for i in range(n):
        x = x * 1.5 + 1.0
        if x == INFINITY:
            x, steps = 1.0, steps + 1
    return x, steps


def to_zero(n):
    x, steps = 1.0, 0
    for i in range(n):
        x = x / 3.0
        if x == 0.0:
            x, steps = -x - 1.0, steps + 1
    return x, steps


def table(values, times):
    found = []
    for a in values:
        for b in values:
            for _ in range(times):
                total, difference, product = a + b, a - b, a * b
                less, same, least = a < b, a == b, min(a, b)
                quotient = a / b if b else None
                floor = a // b if b else None
                rest = a % b if b else None
            found.append((total, difference, product, quotient, floor, rest, less, same, least))
    return found


def signs(n):
    x, negative = 0.0, 0
    for i in range(n):
        x = -x
        y = x * 1.0 + 0.0 if i % 3 == 0 else x
        negative += str(y)[0] == "-"
    return negative


def harmonic(n):
    total = 0.0
    for i in range(1, n):
        total += 1 / i
        total -= 1.0 / (i * i)
    return total


def mixed(n):
    x = 0.5
    for i in range(n):
        x = x + i if i % 7 else x * 1
        if x > 1e6:
            x = x - 999_999 - (1 << 10)
    return x


def precise(n):
    """Comparisons of ints with floats are exact."""
    found = 0
    for i in range(n):
        big = (1 << 53) + i % 5
        found += (big == 2.0 ** 53) + (big < 2.0 ** 53 + 2) * 2 + (float(big) == big) * 4
        found += ((1 << 62) - i % 3 < 2.0 ** 62) * 8 + ((1 << 70) + i % 2 > 2.0 ** 70) * 16
    return found


def to_int(values, n):
    total, wrong = 0, set()
    for i in range(n):
        x = values[i % len(values)]
        try:
            total += int(x) + round(x)
        except (ValueError, OverflowError) as error:
            wrong.add(str(error))
    return total, sorted(wrong)


for factor in (2.0, 1e10, 1.0001, 1e100):
    for low, high in ((2.0 ** -300, 2.0 ** 300), (1e-5, 1e5), (5e-324, 1e308), (2.0 ** -256, 2.0 ** 256)):
        print(powers(factor, 3000, low, high))
print(to_infinity(20_000), to_zero(20_000), signs(20_000), harmonic(20_000), mixed(20_000), precise(5000))
table([1.0, 2.5], 2000)
for row in table(EDGES, 2):
    print(row)
print(to_int([1.5, -2.5, 3.5, 1e15], 4000), to_int([*EDGES, 2.0 ** 62, -(2.0 ** 63), 0.5], 4000))
