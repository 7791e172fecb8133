# Counts and bounds that need all 64 bits.
import bisect
import collections
import itertools
import operator
import sys

for n in sys.maxsize, sys.maxsize - 1, 2**62, 2**62 - 1, -1, -2, -(2**62), -sys.maxsize - 1, 2**63, 2**100:
    def show(call):
        try:
            print(repr(call()), end=" ")
        except (ValueError, OverflowError, IndexError) as error:
            print(type(error).__name__, error, end=" ")

    print(n, end=": ")
    show(lambda: list(itertools.islice("abc", n)))
    show(lambda: list(itertools.islice("abc", 1, n)))
    show(lambda: list(itertools.islice("abc", 0, n, n)))
    show(lambda: list(itertools.islice("abc", n, None)))
    show(lambda: itertools.repeat("x", n))
    show(lambda: list(itertools.islice(itertools.repeat("x", n), 2)))
    show(lambda: collections.deque("ab", n))
    show(lambda: collections.deque("ab", n).maxlen)
    show(lambda: bisect.bisect([1, 2], 1, 0, n))
    show(lambda: "a".center(n) if n < 0 else None)
    print()



class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        return self.hint

    def __iter__(self):
        return iter((1, 2))


for hint in 0, 10**9, 2**62, sys.maxsize, 2**63, 2**70, -1:
    for call in operator.length_hint, list, tuple:
        if call is operator.length_hint or not 10**6 < hint < 2**61:
            try:
                print(call(Hinted(hint)), end=" ")
            except (ValueError, OverflowError, MemoryError) as error:
                print(type(error).__name__, error, end=" ")
    print()
print(operator.length_hint(itertools.repeat(1, 10**9)))

counted = itertools.repeat("x", 2**62)
next(counted)
print(counted)
try:
    sys.setrecursionlimit(2**40)
except OverflowError as error:
    print(error)
