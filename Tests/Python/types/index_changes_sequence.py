"""__index__ that shortens the sequence which it indexes."""


class Shrinking:
    def __init__(self, target, index):
        self.target, self.index = target, index

    def __index__(self):
        del self.target[:]
        return self.index


def attempt(action):
    try:
        print(action())
    except (IndexError, ValueError) as error:
        print(type(error).__name__, error)


for make in (lambda: list(range(1000)),):
    for n in (0, 900, -1):
        for operation in (
                lambda c, i: c[i], lambda c, i: c.__setitem__(i, 1), lambda c, i: c.__delitem__(i),
                lambda c, i: c.insert(i, 5), lambda c, i: c[i:],
                lambda c, i: c.__delitem__(slice(i, None)), lambda c, i: c[i::2],
                lambda c, i: c.__delitem__(slice(None, i, 2)), lambda c, i: c.index(1, i)):
            container = make()
            attempt(lambda: operation(container, Shrinking(container, n)))
            print(len(container))
array = bytearray(100)
attempt(lambda: array.__setitem__(50, Shrinking(array, 7)))
attempt(lambda: array.append(Shrinking(array, 7)))
print(array)
