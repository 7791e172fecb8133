# Guards that are asked before a loop: early, wrongly, and for what changes after all.
import sys


def sums(rows, n):
    t = 0
    for i in range(n):
        row = rows[i % len(rows)]
        for j in range(len(row)):
            t += row[j]
    return t


print(sums([[1, 2, 3], [4, 5], [6.5], []], 3000))
print(sums([(1, 2, 3), [4, 5]], 300))


def never_reached(items, other, n):
    t = 0
    for i in range(n):
        if not items:
            break
        t += items[0] + other[0]
    return t


for r in range(100):
    print(never_reached([1] if r < 60 else [], [2] if r < 60 else None, 100), end=" ")
print()


class Point:
    def __init__(self, x):
        self.x = x


def attributes(point, n, at):
    t = 0
    for i in range(n):
        if i == at:
            point.y = 1
            point.x = 10
        t += point.x
    return t


print(attributes(Point(1), 5000, 4000), attributes(Point(2), 100, -1))


def unbound(n, sets):
    for i in range(n):
        if sets or i > n:
            values = [1]
        if i >= 0:
            values[0] += 1
    return values


print(unbound(5000, True))
try:
    unbound(100, False)
except UnboundLocalError as e:
    print(e, e.__traceback__.tb_next.tb_lineno)


def shrinking(items, n):
    t = 0
    for i in range(n):
        t += items[2]
        if i == n - 10:
            items.pop()
    return t


try:
    shrinking([1, 2, 3], 5000)
except IndexError as e:
    print(e, e.__traceback__.tb_next.tb_frame.f_locals["i"])


def shared(n):
    it = iter(range(n))
    seen = 0
    for i in it:
        seen += i
        if i % 3 == 0:
            seen += next(it, 0) * 1000
    return seen


print(shared(5000))


def shared_list(items):
    it = iter(items)
    seen = 0
    for i in it:
        seen += i
        for j in it:
            seen += j * 2
            break
    return seen


print(shared_list(list(range(5001))))


def nested(n, m):
    t = 0
    for i in range(0, n, m):
        for j in range(n, i, -m):
            t += i * j
        for k in [i, m]:
            t -= k
    return t


print(nested(300, 7), nested(20, 3))
try:
    nested(20, 0)
except ValueError as e:
    print(e)


def steps(n, step):
    t = []
    for r in range(300):
        for i in range(0, n, step):
            t.append(i)
    return len(t), t[-3:]


print(steps(10, 3), steps(-10, -4), steps(2 ** 62, 2 ** 61), steps(3, 2 ** 70))


def locals_of(n):
    for i in range(n):
        if i % 7 == 3:
            late = i * 0.5
        x = i * 2
        y = x * 0.25
        z = (x, y)
        w = not y
        if i == n - 1:
            return sorted(sys._getframe().f_locals.items())


print(locals_of(5000))


def raised(n):
    for i in range(n):
        a = i + 0.5
        b = (i, a)
        c, d = b
        n - i - 1 and 1 / (n - i - 2)
    return d


try:
    raised(5000)
except ZeroDivisionError as e:
    print(sorted(e.__traceback__.tb_next.tb_frame.f_locals.items()))
