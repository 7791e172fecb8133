"""A function of a module that is a method of an object, with defaults; another one is put in its place."""

import types


class Counter:
    def __init__(self, start):
        self.n = start

    def next(self, step=1, *, times=1):
        self.n += step * times
        return self.n


module = types.ModuleType("module")
module.next = Counter(0).next


def work(n):
    total = 0
    for i in range(n):
        total += module.next() + module.next(2)
        total -= module.next(step=3, times=2)
        total += (i * i).bit_length() + (i / 2).is_integer()
    return total


for _ in range(5):
    print(work(2000))
module.next = Counter(100).next
print(work(2000))
Counter.next.__defaults__ = (5,)
print(work(2000))
Counter.next = lambda self, step=0, times=0: 1
print(work(2000))
module.next = Counter(3).next
print(work(2000))
for start in range(12):
    module.next = Counter(start).next
    print(work(500))


def mixed(values):
    total = 0
    for value in values:
        total += int(value * 3) + int(abs(value))
    return total


for _ in range(50):
    result = mixed([1, 2.5, -3, 4.75, 10**15 + 1, 7] * 50)
print(result)
print(mixed([2**60, 0.5, 2**53 + 1, -(2**62), 3]))
for bad in (float("inf"), float("nan"), "7"):
    try:
        print(mixed([1, 2.5, bad]))
    except (OverflowError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
