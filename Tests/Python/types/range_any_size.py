# Ranges and slices with bounds beyond machine words; items that are no ints.
import bisect
import sys

for part in (slice(None, None, 10**20), slice(10**20), slice(-10**20, 10**20), slice(None, None, -10**20),
             slice(10**20, -10**20, -1), slice(2, None, 3), slice(None, None, -1)):
    print(range(8)[part], range(0, 10**30, 7)[part], part.indices(10), part.indices(10**25))
for bad in (slice(None, None, 0), slice("a", None), slice(None, None, 1.5)):
    for call in (lambda: range(8)[bad], lambda: range(10**30)[bad], lambda: bad.indices(10**25)):
        try:
            call()
        except Exception as error:
            print(type(error).__name__, error)
for length in (-1, "x", -10**30):
    try:
        slice(None).indices(length)
    except Exception as error:
        print(type(error).__name__, error)


class Index:
    def __index__(self):
        print("index")
        return 3


print(range(10)[Index():], slice(Index()).indices(5))


class Anything:
    def __eq__(self, other):
        return True


numbers = range(10)
print(numbers.count(Anything()), numbers.index(Anything()), numbers.count(3.0), numbers.index(3.0))
for item in ("a", 10, 10.0):
    try:
        numbers.index(item)
    except ValueError as error:
        print(error)

n = sys.maxsize
data = range(n - 1)
print(bisect.bisect_left(data, n - 3) - n, bisect.bisect_right(data, n - 3) - n,
      bisect.bisect_left(data, n - 3, n - 10, n) - n, bisect.bisect_right(data, n - 3, n - 10, n) - n)
