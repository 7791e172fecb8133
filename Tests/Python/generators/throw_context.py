# An exception thrown into a generator has the exception that the generator handles as its context.


def handling():
    try:
        yield 1
    finally:
        yield 2


g = handling()
next(g)
print(g.throw(ValueError("first")))
try:
    g.throw(KeyError("second"))
except KeyError as error:
    print(repr(error), repr(error.__context__))

g = handling()
next(g)
try:
    try:
        raise OSError("outside")
    except OSError:
        g.throw(ValueError("inside"))
        print(next(g))
except StopIteration:
    print("ended")
except ValueError as error:
    print(repr(error), repr(error.__context__))
