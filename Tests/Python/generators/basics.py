"""Generators: send, throw, close, return values, state errors."""


def echo():
    got = "start"
    while True:
        try:
            got = yield got
        except ValueError as error:
            got = f"caught {error}"
        except GeneratorExit:
            print("closing")
            raise


g = echo()
print(next(g), g.send("hi"), g.throw(ValueError("v")), g.send(None))
g.close()
g.close()
try:
    next(g)
except StopIteration as stop:
    print("stopped", stop.value)


def returns():
    yield 1
    return "result"


r = returns()
next(r)
try:
    next(r)
except StopIteration as stop:
    print(stop.value)
try:
    returns().send(1)
except TypeError as error:
    print(error)


def inside():
    yield next(me)


me = inside()
try:
    next(me)
except ValueError as error:
    print(error)


def raises_stop():
    yield 1
    raise StopIteration("inner")


try:
    list(raises_stop())
except RuntimeError as error:
    print(error, type(error.__cause__).__name__)


def stubborn():
    try:
        yield 1
    finally:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)


def with_finally(log):
    try:
        yield 1
        yield 2
    finally:
        log.append("done")


log = []
for value in with_finally(log):
    break
w = with_finally(log)
next(w)
w.close()
print(log.count("done") >= 1)
print(list(x * y for x in range(3) for y in range(x)), sum(i for i in range(10) if i % 2))
ge = (i for i in [1])
print(ge.gi_running, ge.gi_frame is not None, type(ge).__name__, ge.__name__, ge.__qualname__)
list(ge)
print(ge.gi_frame)
try:
    returns().throw(KeyError("first"))
except KeyError as error:
    print("KeyError", error)


def fibs():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


it = fibs()
print([next(it) for _ in range(15)], next(x for x in fibs() if x > 10 ** 20))
print((lambda: (yield 1))().close())
