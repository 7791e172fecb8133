# Loops over ints and floats: guards before the loop, none in it.
def count(n):
    i = total = 0
    while i < n:
        total += i * 3 % 7
        i += 1
    return total


def average(values):
    total = 0.0
    for value in values:
        total += value / 2
    return total


count(10)
average([1.0, 2.5, 4.0, 8.0])
