# Powers with constant exponents are those of C's `pow`, to the last bit.
import math


def powers(xs):
    total = []
    for x in xs:
        total.append((x ** 2, x ** 2.0, x ** 3, x ** 0.5, x ** 1.5, x ** 2.5))
        total.append((x ** -1, x ** -2.0, x ** -3, x ** -0.5, x ** -1.5, x ** -2.5))
    return total


def powers_by_function(xs):
    total = []
    exponents = (2, 2.0, 3, 0.5, 1.5, 2.5), (-1, -2.0, -3, -0.5, -1.5, -2.5)
    for x in xs:
        for row in exponents:
            total.append(tuple([math.pow(x, e) for e in row]))
    return total


def numbers(n):
    seed = 12345
    result = []
    for i in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        result.append((seed / 2 ** 64 + 0.001) * 10.0 ** (seed % 13 - 6))
    return result


xs = numbers(3000) + [float(i) for i in range(1, 300)] + [2.0 ** i for i in range(-70, 70)]
xs += [0.1 * i for i in range(1, 100)] + [math.pi * i for i in range(1, 100)]
xs += [1.0 + 2.0 ** -i for i in range(1, 53)] + [1.0 - 2.0 ** -i for i in range(1, 53)]
for _ in range(3):
    print(powers(xs) == powers_by_function(xs))
print(sum([sum(row) for row in powers(xs[:2000])]).hex())


def squares(xs):
    total = 0.0
    for x in xs:
        total += x ** 2 - x ** 3
    return total


print(squares([i * -0.37 for i in range(4000)]).hex())
print(squares([0.0, -0.0, math.inf, 1e200 / 1e100]))
print(squares([math.nan]))


def roots(xs):
    result = []
    for x in xs:
        try:
            result.append(x ** -1.5)
        except (ZeroDivisionError, OverflowError) as e:
            result.append(str(e))
    return result


print(len(roots([1.0 + i for i in range(5000)])))
print(roots([4.0, 0.0, -4.0, math.inf, 1e-300, 5e-324, 1e300, math.nan, 0.25]))


def overflowing(xs):
    n = 0
    for x in xs:
        x ** 3
        n += 1
    return n


try:
    print(overflowing([1.5] * 4000 + [1e200]))
except OverflowError as e:
    print(e, e.__traceback__.tb_next.tb_lineno)
