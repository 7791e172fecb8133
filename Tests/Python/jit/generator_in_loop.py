"""Generators with hot loops inside, driven by hot loops in every way."""


def numbers(n, step=1):
    i = 0
    while i < n:
        yield i
        i += step


def changes_kind(n):
    for i in range(n):
        if i == n // 2:
            yield 0.5
        elif i == n // 2 + 1:
            yield "text"
        elif i == n // 2 + 2:
            yield 1 << 70
        else:
            yield i


def averager():
    total, count = 0.0, 0
    average = None
    while True:
        x = yield average
        if x is None:
            return total
        total += x
        count += 1
        average = total / count


def catcher(n):
    caught = 0
    for i in range(n):
        try:
            yield i
        except ValueError as error:
            caught += 1
            yield f"caught {error}"
        finally:
            caught += 0
    return caught


def delegates(n):
    result = yield from catcher(n)
    yield "result", result
    yield from numbers(5)


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def total_of(iterable):
    total, odd = 0, []
    for x in iterable:
        if isinstance(x, (int, float)):
            total += x
        else:
            odd.append(x)
    return total, odd


def sends(n):
    coroutine, last = averager(), None
    next(coroutine)
    for i in range(n):
        last = coroutine.send(i if i != n // 2 else 0.25)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return last, stop.value


def throws(n, every):
    generator, seen = delegates(n), []
    for i in range(n):
        value = generator.throw(ValueError(i)) if i % every == every - 1 else next(generator)
        if type(value) is not int:
            seen.append(value)
    rest = list(generator)
    return seen, len(rest), rest[-6:]


def closes(n):
    closed = []

    def watched(k):
        try:
            while True:
                yield k
                k += 1
        finally:
            closed.append(k)

    total = 0
    for i in range(n):
        generator = watched(i)
        for value in generator:
            total += value
            if value > i + 3:
                break
        generator.close()
    return total, len(closed), sum(closed)


def raising(n):
    def inner():
        for i in range(n):
            yield 10 // (n - 2 - i)

    total = 0
    try:
        for x in inner():
            total += x
    except ZeroDivisionError as error:
        total += error.__traceback__.tb_next.tb_lineno - raising.__code__.co_firstlineno
    return total


def interleaved(n):
    first, second, total = numbers(n), numbers(n, 2), 0
    for a, b in zip(first, second):
        total += a * b
        if a % 1000 == 0:
            total += next(first, 0)
    return total


print(total_of(numbers(20_000)), total_of(changes_kind(20_000)), total_of(tree(10)))
print(sum(numbers(20_000)), max(numbers(9000, 7)), list(numbers(3)))
print(sum(x * y for x in numbers(100) for y in numbers(100) if x != y))
print(sends(20_000), throws(3000, 1000), closes(1500), raising(20_000), interleaved(9000))
