# Indices that follow a range or a counter: asked once before the loop, and what may go wrong behind.
import array
import sys
import traceback


def line_of(error):
    return error.__traceback__.tb_next.tb_lineno


def neighbours(a, start, stop, step):
    t = 0
    for i in range(start, stop, step):
        t += a[i] - a[i - 1] + 2 * a[i + 1]
    return t


def attempt(f, *arguments):
    try:
        print(f(*arguments))
    except (IndexError, OverflowError, TypeError) as e:
        print(type(e).__name__, e, traceback.extract_tb(e.__traceback__)[-1].lineno - f.__code__.co_firstlineno)


values = [i * i % 101 for i in range(5000)]
attempt(neighbours, values, 1, 4999, 1)
attempt(neighbours, values, 4998, 0, -1)
attempt(neighbours, values, 4998, 0, -7)
attempt(neighbours, values, -4000, 4000, 1)
attempt(neighbours, values, 0, 4999, 3)
attempt(neighbours, values, -5, 6, 1)
attempt(neighbours, values, 1, 5000, 1)
attempt(neighbours, values, 4999, 0, -1)
attempt(neighbours, values, 3, 3, 1)
attempt(neighbours, values, 3, -3, 1)
attempt(neighbours, values, 10, -5002, -1)
attempt(neighbours, tuple(values), 1, 4999, 1)
attempt(neighbours, array.array("i", values), 1, 4999, 1)
attempt(neighbours, array.array("d", values), 1, 5000, 1)
for _ in range(300):
    neighbours(values, 3, 3, 1)
    neighbours(values, 4, 5, 1)
attempt(neighbours, [1, 2, 3], 1, 2, 1)
attempt(neighbours, [1, 2, 3], 1, 3, 1)


def huge(a, start, stop, step):
    t = 0
    for i in range(start, stop, step):
        if i > 100:
            return t, i
        t += a[i]
    return t


attempt(huge, values, 0, 2**62, 1)
attempt(huge, values, 0, 2**70, 1)
attempt(huge, values, 0, 2**63 - 1, 2**61)
attempt(huge, values, -(2**62), 2**62, 2**61)
attempt(huge, values[:50], 0, 2**60, 1)


def writes(n, step):
    a = [0] * n
    for r in range(50):
        for i in range(0, n, step):
            a[i] = a[i] + i
        for i in range(n - 1, -1, -step):
            a[i] += 1
    return sum(a)


attempt(writes, 1000, 1)
attempt(writes, 1000, 7)
attempt(writes, 1, 1)


def shrinks(a, at, drop):
    t = 0
    for i in range(len(a)):
        t += a[i]
        if i == at:
            drop(a)
    return t


attempt(shrinks, list(range(5000)), 4000, list.pop)
attempt(shrinks, list(range(5000)), 4999, list.pop)
attempt(shrinks, list(range(5000)), 4000, list.clear)
attempt(shrinks, list(range(5000)), 4000, lambda a: a.append(1))


def pops(a):
    t = 0
    for i in range(len(a)):
        t += a[i]
        a.pop()
    return t


attempt(pops, list(range(5000)))


def replaced(a, b, at):
    t = 0
    for i in range(5000):
        t += a[i]
        if i == at:
            a = b
    return t


attempt(replaced, list(range(5000)), list(range(4500)), 4000)
attempt(replaced, list(range(5000)), list(range(9000)), 4000)


def conditional(a, n):
    t = 0
    for i in range(n):
        if i > 0:
            t += a[i - 1]
        if i < n - 1:
            t += a[i + 1]
    return t


attempt(conditional, values, 5000)
attempt(conditional, values, 5002)


def broken(a, n):
    t = 0
    for i in range(n):
        t += a[i]
        if t > 1000000:
            break
    return t, i


attempt(broken, [1000] * 2000, 10**9)
attempt(broken, [1] * 2000, 10**9)


def matrix(n, m, bias):
    a = list(range(n * m))
    t = 0
    for i in range(n):
        for j in range(m):
            t += a[i * m + j + bias]
    return t


attempt(matrix, 80, 70, 0)
attempt(matrix, 80, 70, 1)
attempt(matrix, 80, 70, -1)
attempt(matrix, 80, 70, -5601)
attempt(matrix, 3, 2, 2**62)
attempt(matrix, 3, 2, 2**63 - 3)
attempt(matrix, 3, 2, -(2**63))


def strided(a, n, k):
    t = 0
    for i in range(n):
        t += a[2 * i] - a[2 * i + 1] + a[k * i]
    return t


attempt(strided, values, 2500, 2)
attempt(strided, values, 2501, 1)
attempt(strided, values, 2500, -2)
attempt(strided, values, 2500, 0)
attempt(strided, values, 2, 2**62)
attempt(strided, values, 2500, 3)


def while_up(a, start, stop, step):
    t = 0
    i = start
    while i < stop:
        t += a[i]
        i += step
    return t, i


for stop in 5000, 4000, 5001, 0:
    attempt(while_up, values, 0, stop, 1)
    attempt(while_up, values, -5, stop, 3)
attempt(while_up, values, 0, 2**63 - 1, 2**62)
attempt(while_up, values, 4000, 5000, 2**63 - 1)


def while_down(a, i, stop):
    t = 0
    while i >= stop:
        t += a[i]
        i -= 1
    return t, i


attempt(while_down, values, 4999, 0)
attempt(while_down, values, 4999, -20)
attempt(while_down, values, 5000, 0)
attempt(while_down, values, 4999, -5001)


def crossed_out(n):
    flags = [True] * (n + 1)
    count = 0
    i = 2
    while i <= n:
        if flags[i]:
            count += 1
            j = i * i
            while j <= n:
                flags[j] = False
                j += i
        i += 1
    return count


attempt(crossed_out, 20000)


def endless(a, step):
    i = t = 0
    while i < 5000:
        t += a[i]
        i += step
        if t > 400000:
            return t, i
        step = -step if t % 5 == 0 else step
    return t, i


attempt(endless, values, 3)


def in_generator(a, n):
    t = 0
    for i in range(n):
        t += a[i] + a[i - 1]
        yield t


for n in 5000, 5001:
    try:
        last = 0
        for last in in_generator(values, n):
            pass
        print(last)
    except IndexError as e:
        print(last, e)


def shared(a, n):
    it = iter(range(n))
    t = 0
    for i in it:
        t += a[i]
        if i % 10 == 3:
            t += next(it, 0)
    return t


attempt(shared, values, 5000)
attempt(shared, values, 5010)


def mixed(a, n):
    t = 0
    for i in range(n):
        t = t + a[i]
    return t


attempt(mixed, [0.5] * 3000 + [1] * 1000 + [2**70] * 5, 4005)
attempt(mixed, [1] * 3000 + [True] + ["x"], 3002)
attempt(mixed, {i: i for i in range(4000)}, 4000)


class Reversed(list):
    def __getitem__(self, i):
        return list.__getitem__(self, len(self) - 1 - i)


attempt(mixed, Reversed(range(4000)), 4000)


def hooked(a, n, hook):
    t = 0
    for i in range(n):
        t += a[i]
        t += hook + a[i]
    return t


class Shortens:
    def __init__(self, a):
        self.a = a

    def __add__(self, other):
        if other == 3000:
            del self.a[3000:]
        return 1


items = list(range(4000))
attempt(hooked, items, 4000, Shortens(items))


def frame_of(a, n):
    for i in range(1, n):
        x = a[i] + a[i - 1]
        if i == n - 1:
            return sorted(k for k in sys._getframe().f_locals), i, x


attempt(frame_of, values, 5000)
attempt(frame_of, values, 5001)
