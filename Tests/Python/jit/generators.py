# Generators in native code: entered at their beginning and behind each yield.
import sys
import traceback


def thirds(n, k):
    i = 0
    while i < n:
        if i % 3:
            yield i + k
        i += 1


def floats(n):
    x = 0.5
    for i in range(n):
        x = x * 1.25 + i
        yield x
        if x > 1e300:
            x = 1.0


def pairs(n):
    for i in range(n):
        for j in range(i):
            if (i + j) & 1:
                yield i, j


def calls(n):
    def square(x):
        return x * x + 1

    for i in range(n):
        yield square(i)


def echo():
    got = 0
    while True:
        x = yield got
        if x is None:
            x = 1
        got += x


def grows():
    x = 3
    for i in range(100):
        yield x
        x = x * x % (1 << 70)


def changes(n):
    for i in range(n):
        yield i if i < n - 3 else f"<{i}>"


def loops():
    r = 0
    for _ in range(60):
        for x in thirds(30, 2):
            r += x
        for x in floats(20):
            r += x
        for a, b in pairs(8):
            r += a * b
        for x in calls(12):
            r += x
        s = echo()
        next(s)
        for q in range(5):
            r += s.send(q)
        s.close()
    return r


print(loops())
print([sum(grows()) for _ in range(30)][-1], [list(changes(k))[-4:] for k in range(3, 60)][-1])


def divides(n):
    try:
        for i in range(n):
            yield 10 // (n - 2 - i)
    except ZeroDivisionError:
        yield -1
    finally:
        yield -2


print([(list(divides(k % 7 + 3)), sum(divides(k % 17 + 3)), max(divides(9))) for k in range(60)][-1])


def failing(n):
    for i in range(n):
        yield 100 // (n - 3 - i)


def consume(k):
    for x in failing(k):
        pass


for k in range(4, 70):
    try:
        consume(k)
    except ZeroDivisionError:
        text = traceback.format_exc()
print(text.replace(__file__, "FILE"))


def catches(n):
    caught = []
    i = 0
    while i < n:
        try:
            yield i
        except ValueError as error:
            caught.append(str(error))
            yield "caught"
        i += 1
    return caught


def throws(n):
    g, seen = catches(n), []
    try:
        seen.append(next(g))
        for i in range(3 * n):
            seen.append(g.throw(ValueError(i)) if i % 3 == 1 else next(g))
    except StopIteration as stop:
        return seen, stop.value


print([throws(k % 5 + 2) for k in range(40)][-1])


def visible(n):
    total = 0
    for i in range(n):
        total += i
        yield total


def inspect(n):
    g = visible(n)
    result = []
    for x in g:
        if x > 10:
            frame = g.gi_frame
            result.append((sorted(frame.f_locals.items()), frame.f_lineno, g.gi_running))
    return result[-1], g.gi_frame


print([inspect(k + 8) for k in range(40)][-1])


def running():
    for i in range(5):
        frame = sys._getframe()
        yield i, frame.f_code.co_name, frame.f_back.f_code.co_name, sorted(frame.f_locals)


def runs():
    for x in running():
        last = x
    return last


print([runs() for _ in range(60)][-1])


def itself():
    yield 1
    try:
        yield next(current)
    except ValueError as error:
        yield str(error)


for _ in range(60):
    current = itself()
    answers = list(current)
print(answers)


def tree(n):
    if n:
        for x in tree(n - 1):
            yield x
        yield n
        for x in tree(n - 1):
            yield x * 2


print(sum(tree(9)), sum(sum(tree(4)) for _ in range(60)))


def deep(n):
    if n == 0:
        yield 0
        return
    for x in deep(n - 1):
        yield x + 1


try:
    print(list(deep(150)))
    print(list(deep(5000)))
except RecursionError as error:
    print("RecursionError")


def held():
    x = [1]
    try:
        for i in range(10):
            x.append(i)
            yield x
    finally:
        closed.append(len(x))


closed = []
for _ in range(60):
    g = held()
    for x in g:
        if len(x) > 4:
            break
    g.close()
print(len(closed), set(closed))


class Numbers:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            yield i * self.n


print(sum(x for k in range(60) for x in Numbers(k)))


def renamed(n):
    for i in range(n):
        yield SCALE * i


SCALE = 2
first = [sum(renamed(20)) for _ in range(40)]
g = renamed(6)
part = [next(g), next(g)]
SCALE = 2.5
print(first[-1], part + list(g), sum(renamed(20)))
