# An exception that is thrown in leaves the variable alone that the yield is assigned to.
def inner(got=None):
    try:
        got = yield 1
        got = yield 2
    except OSError:
        pass
    return got


def outer():
    yield (yield from inner())


generator = inner()
next(generator), generator.send("kept")
try:
    generator.throw(OSError(2, "no"))
except StopIteration as end:
    print(end.value)
generator = outer()
next(generator), generator.send("kept, too")
print(generator.throw(OSError))
