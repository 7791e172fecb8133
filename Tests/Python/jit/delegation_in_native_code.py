# `yield from` in native code: values, results and exceptions go through delegates that were resumed natively.
import sys
import traceback


class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(tree(low, middle), middle, tree(middle + 1, high))


def counted(n):
    total = 0
    for i in range(n):
        for j in range(4):
            total += i * j % 7
        got = yield total
        if got == "raise":
            raise KeyError(i)
        if got == "stop":
            return "stopped", i
    return total


def all_of(*generators):
    results = []
    for generator in generators:
        results.append((yield from generator))
    return results


def drive(sent):
    outer = all_of(counted(3), counted(2), counted(4))
    out = [outer.send(None)]
    try:
        for value in sent:
            out.append(outer.send(value))
    except StopIteration as end:
        out.append(end.value)
    except KeyError as error:
        out.append((error.args, [f.name for f in traceback.extract_tb(error.__traceback__)]))
    return out


def thrown_into():
    def inner():
        while True:
            try:
                yield 1
            except ValueError as error:
                yield "inner", str(error), repr(sys.exception())

    def outer():
        try:
            yield from inner()
        except KeyError:
            yield "outer", repr(sys.exception())

    generator = outer()
    out = [next(generator), generator.throw(ValueError("a")), next(generator), repr(sys.exception())]
    out.append(generator.throw(KeyError("b")))
    generator.close()
    return out, generator.gi_frame


def closed():
    log = []

    def inner():
        try:
            while True:
                yield len(log)
        finally:
            log.append("inner")

    def outer():
        try:
            yield from inner()
        finally:
            log.append("outer")

    generator = outer()
    next(generator), next(generator)
    seen = generator.gi_yieldfrom.__name__, generator.gi_suspended, generator.gi_running
    generator.close()
    return seen, log


def asks_itself():
    def outer():
        yield 1
        yield from inner()

    def inner():
        yield generator.gi_running, generator.gi_suspended, generator.gi_yieldfrom
        try:
            next(generator)
        except ValueError as error:
            yield str(error)

    generator = outer()
    return list(generator)


def handled():
    def leaf():
        yield repr(sys.exception())
        try:
            raise KeyError("k")
        except KeyError:
            yield repr(sys.exception())
        yield repr(sys.exception())

    def middle():
        try:
            raise ValueError("v")
        except ValueError:
            yield from leaf()
        yield repr(sys.exception())

    out = []
    try:
        raise OSError("o")
    except OSError:
        for item in middle():
            out.append((item, repr(sys.exception())))
    return out


def deep(n):
    def nested(n):
        if n:
            yield from nested(n - 1)
        else:
            yield "end"

    try:
        return list(nested(n))
    except RecursionError as error:
        return type(error).__name__


numbers = tree(0, 90)
for _ in range(30):
    assert list(numbers) == list(range(90))
    assert sum(numbers) == 4005
for _ in range(6):
    print(drive([None] * 12))
    print(drive([None, "stop"] + [None] * 9))
    print(drive([None, None, None, "raise"]))
    print(thrown_into())
    print(closed())
    print(asks_itself())
    print(handled())
    print(deep(3), deep(400), deep(3000))


# Consumers that are native code themselves.
def hot(n):
    total = 0
    for value in all_of(counted(n), counted(n)):
        total += value
    return total


print([hot(n) for n in range(0, 400, 20)])
