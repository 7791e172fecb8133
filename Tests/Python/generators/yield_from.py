"""yield from: delegation of values, send, throw, close and results."""


def inner(tag):
    try:
        a = yield f"{tag}1"
        b = yield f"{tag}2 {a}"
        return (a, b)
    except KeyError as error:
        yield f"caught {error}"
        return "after"
    finally:
        print("inner finally", tag)


def outer():
    x = yield from inner("x")
    print("got", x)
    y = yield from inner("y")
    print("got", y)
    yield from [1, 2]
    yield from "ab"
    return "end"


g = outer()
print(next(g), g.send("A"), g.send("B"))
print(g.throw(KeyError("k")))
print(list(g))
g = outer()
next(g)
g.close()


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))


def chain(depth):
    if depth == 0:
        yield "deep"
        return 0
    result = yield from chain(depth - 1)
    return result + 1


def top():
    print("depth", (yield from chain(100)))


print(list(top()))


class Iter:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("value of iterator")
        return self.n

    def throw(self, *args):
        print("throw", args[0].__class__.__name__)
        return "thrown"

    def close(self):
        print("closed")


def over():
    result = yield from Iter()
    print(result)


print(list(over()))
o = over()
next(o)
print(o.throw(ValueError()))
o.close()
o = over()
next(o)
try:
    o.send(1)
except AttributeError as error:
    print(error)


def bad():
    yield from 5


try:
    next(bad())
except TypeError as error:
    print(error)
