# What computes a value that nobody uses raises all the same.


def divides(n, by):
    caught = []
    for i in range(n):
        try:
            1 // by
            if i > n // 2:
                i % by
                1 << i - n
        except (ZeroDivisionError, ValueError) as error:
            caught.append(type(error).__name__)
    return len(caught), caught[-1:]


def shift(i):
    if i > 100:
        1 << -i
    return i


def float_divide(i, x):
    i / x
    return i


def shifts(n):
    total = 0
    try:
        for i in range(n):
            total += shift(i)
    except ValueError as error:
        return total, str(error)
    return total, None


def floats(xs):
    total = 0
    try:
        for i, x in enumerate(xs):
            total += float_divide(i, x)
    except ZeroDivisionError as error:
        return total, str(error)
    return total, None


for _ in range(4):
    print(divides(60, 3))
print(divides(60, 0))
for _ in range(4):
    print(shifts(99))
print(shifts(2000))
numbers = [1.5] * 2000
print(floats(numbers))
numbers[1500] = 0.0
print(floats(numbers))
