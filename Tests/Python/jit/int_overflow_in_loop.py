"""Ints that leave the small range in the middle of a hot loop, in every operation, and come back."""

ITERATIONS = 20_000


def add(x, step, n):
    for _ in range(n):
        x += step
    return x


def subtract(x, step, n):
    for _ in range(n):
        x = x - step
    return x


def multiply(x, n):
    total = 0
    for i in range(n):
        total += x * i
    return total


def double(n):
    x, wraps = 1, 0
    for _ in range(n):
        x *= 2
        if x > 1 << 130:
            x, wraps = 1, wraps + 1
    return x, wraps


def shift(n):
    total = 0
    for i in range(n):
        total ^= i << i % 70
        total ^= (1 << 62) >> i % 66
    return total


def negate(values, n):
    total = 0
    for i in range(n):
        x = values[i % len(values)]
        total += -x - ~x + abs(x)
    return total


def divide(values, divisors, n):
    total = 0
    for i in range(n):
        a, b = values[i % len(values)], divisors[i % len(divisors)]
        total += a // b + a % b
        quotient, rest = divmod(a, b)
        assert quotient * b + rest == a
    return total


def lcg(n):
    x = 12345
    for _ in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) & (1 << 64) - 1
    return x


def power(n):
    total = 0
    for i in range(n):
        total += (i % 50) ** (i % 14)
    return total


for width in (30, 31, 53, 61, 62, 63, 64):
    edge = 1 << width
    half = ITERATIONS // 2
    print(width, add(edge - half, 1, ITERATIONS), add(-edge + half, -1, ITERATIONS))
    print(width, subtract(edge + half, 1, ITERATIONS), subtract(-edge - half, -1, ITERATIONS))
    print(width, multiply(edge // 10_000, ITERATIONS), multiply(-edge // 9_999, ITERATIONS))
    small, large = [1, -2, 3], [edge, -edge, edge - 1, -edge - 1, 5]
    print(width, negate(small, 2000), negate(large, 2000), negate(small, 2000))
    print(width, divide(small, [3, -7], 2000), divide(large, [3, -7, edge, -1], 2000))
print(double(ITERATIONS), shift(ITERATIONS), lcg(ITERATIONS), power(ITERATIONS))
print(-(1 << 62) // -1, abs(-(1 << 62)), -(-(1 << 62)), -(1 << 62) * -1, (1 << 62) - 1 + 1)
