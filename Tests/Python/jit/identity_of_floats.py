# A float is itself, however native code holds it: special ones, too, that are objects.
import math


def index(values, wanted, times):
    found = 0
    for _ in range(times):
        i = 0
        while True:
            v = values[i]
            if v is wanted or v == wanted:
                found += i
                break
            i += 1
    return found


def count(values, wanted):
    total = 0
    for v in values:
        if v is wanted:
            total += 1
        if v is not wanted and v == wanted:
            total += 1000
    return total


nan, zero, minus, huge, usual = math.nan, 0.0, -0.0, 1e300, 2.5
values = [usual, 1, None, "a", huge, nan, zero, minus] * 3
for wanted in nan, usual, huge:
    for times in 3, 2000:
        print(index(values, wanted, times))
for wanted in [None, 1, "a", 2.5, nan, huge]:
    print(count(values * 300, wanted), count(values, wanted))
