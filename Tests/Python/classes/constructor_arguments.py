# A call of a class whose arguments do not fit `__init__` makes one instance, which is finalized once.
import gc

finalized = []


class Pair:
    def __init__(self, left, right=2):
        self.left, self.right = left, right

    def __del__(self):
        finalized.append(vars(self).copy())


def construct(*arguments):
    try:
        return Pair(*arguments) if len(arguments) > 2 else (
            Pair(arguments[0]) if len(arguments) == 1 else Pair())
    except TypeError as error:
        return str(error)


def directly(n):
    pairs = []
    for i in range(n):
        pairs.append(Pair(i).right)
        try:
            Pair()
        except TypeError as error:
            pairs.append(str(error))
    return pairs


def stepwise(n):
    for i in range(n):
        yield Pair(i).left


print(construct(1).left, construct(), construct(1, 2, 3))
print(directly(3))
print(list(stepwise(4)))


def burn(depth):
    return depth and burn(depth - 1)


burn(50)
gc.collect()
# A stale word on a stack may keep one a while.
print(len(finalized) <= 13, sum(1 for state in finalized if not state) <= 5)
