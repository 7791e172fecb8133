# sum: ints of a machine word, then floats with compensation, then anything, each phase once.
from fractions import Fraction

big = 1 << 62
print(sum([-4611686018427387905, False, 0.1, 2, 4611686018427387903]), sum([0.1] * 10), sum([1, 0.1, 0.1, 0.1]))
print(sum([big, big, big, 0.1]), sum([0.1, Fraction(1, 3), 0.1, 0.2, 0.3]), sum([1e16, 1.0, 1, True, -1e16]))
print(sum([True, True]), type(sum([True])), sum([], 0.5), sum([1, 2], 0.25), sum([0.5, 1 << 70, 0.25]))


class Int(int):
    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return 100


class Float(float):
    def __radd__(self, other):
        return 7.5


print(sum([Int(1), 2][::-1]), sum([2, Int(1), 3]), sum([0.5, Int(2)]), sum([0.5, Float(1)]), sum([Float(1)], 1))
print(sum([1], Int(5)), sum([2.0, 1], Float(3)))
