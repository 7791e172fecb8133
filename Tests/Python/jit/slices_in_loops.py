"""Slices read and stored in hot loops: every sign and absence of bounds, and objects in place of ints."""

import traceback


def show(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except Exception as error:
        lines = [frame.lineno - function.__code__.co_firstlineno
                 for frame in traceback.extract_tb(error.__traceback__)[1:]]
        print(function.__name__, type(error).__name__, error, lines)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        if self.n == 99:
            raise ArithmeticError("no index")
        return self.n


class Sliced(list):
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)


def read(x, starts, stops, steps):
    total = []
    for a in starts:
        for b in stops:
            total.append(x[a:b])
            for c in steps:
                total.append(x[a:b:c])
    return hash(str(total)) and len(total), total[5:9], total[-3:]


def reverse_heads(n):
    items = list(range(n))
    for i in range(500):
        k = i % n
        items[:k + 1] = items[k::-1]
        items[1:3] = items[4:2:-1]
    return items


def move(a, b, bounds):
    for i, j, k, l, s in bounds:
        a[i:j] = b[k:l:s]
        a[i:] = b[:l]
    return a


def replace(a, values, n):
    for i in range(n):
        a[i:i + 1] = values
        a[-1:] = [i]
    return a[:5], len(a)


def into_itself(a, n):
    for i in range(n):
        a[1:3] = a
        a[:] = a[::2]
        a[2:] = a[::-1]
        if len(a) > 50:
            a[5:] = []
    return a


def strided(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            flags[i * i::i] = [False] * len(range(i * i, n, i))
    return [i for i in range(2, n) if flags[i]]


def main():
    bounds = [None, 0, 1, 3, 7, 20, -1, -3, -20]
    steps = [None, 1, 2, 3, -1, -2, 10**20, -10**20]
    for x in (list(range(8)), tuple(range(8)), "abcdefgh", "\u03b1\u03b2\u03b3\u03b4", b"abcdefgh",
              bytearray(b"abcdefgh"), [], ()):
        show(read, x, bounds * 3, bounds, steps)
    show(read, list(range(8)), bounds, bounds + [Index(3), True], steps + [Index(-1)])
    show(read, list(range(8)), bounds * 3, bounds, steps + [0])
    show(read, "abcdefgh", bounds * 3, bounds + ["x"], steps)
    show(read, [1, 2, 3], bounds + [Index(99)], bounds, steps)
    show(read, Sliced([1, 2]), bounds, bounds, steps)
    show(read, 5, bounds, bounds, steps)
    show(reverse_heads, 9)
    show(move, list(range(20)), list(range(100, 130)),
         [(i % 5, i % 9, i % 20 - 9, i % 30, (i % 5) - 2 or 1) for i in range(300)])
    show(move, list(range(20)), tuple(range(9)), [(1, 2, 3, 4, 1)] * 30)
    show(move, list(range(20)), list(range(200)), [(1, 2, 0, 100, 1), (1, 100, 3, 9, 1)] * 30)
    show(move, list(range(20)), list(range(9)), [(1, 2, 3, 4, 1)] * 30 + [(1, 2, 3, 4, 0)])
    show(move, list(range(20)), list(range(9)), [(1, 2, 3, 4, 1)] * 30 + [(1, "x", 3, 4, 1)])
    show(move, Sliced(range(3)), list(range(9)), [(1, 2, 3, 4, 1)] * 3)
    show(replace, list(range(50)), [1, 2], 40)
    show(replace, list(range(50)), "ab", 40)
    show(replace, list(range(50)), 5, 40)
    show(into_itself, list(range(6)), 60)
    show(strided, 300)


main()
