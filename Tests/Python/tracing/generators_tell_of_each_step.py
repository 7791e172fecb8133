# Generators, coroutines and what they delegate to tell of each resumption and yield.
import sys

events = []


def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    if event == "exception":
        arg = arg[0].__name__
    elif event != "return" or not isinstance(arg, (int, type(None))):
        arg = None
    events.append((frame.f_code.co_name, event, frame.f_lineno, frame.f_lasti, arg))
    return tracer


def show(function):
    # The third time its caches are filled.
    for _ in range(3):
        events.clear()
        sys.settrace(tracer)
        try:
            function()
        except Exception as error:
            print(type(error).__name__)
        finally:
            sys.settrace(None)
    print(function.__name__)
    for event in events:
        print("  ", *event)


def numbers():
    yield 1
    yield 2
    return 7


def delegating():
    result = yield from numbers()
    return result


def loops():
    for x in delegating():
        pass
    return list(numbers())


def throws():
    generator = numbers()
    next(generator)
    try:
        generator.throw(KeyError)
    except KeyError:
        pass
    generator = numbers()
    next(generator)
    generator.close()


def guarded():
    try:
        yield 1
    finally:
        done = 1


def closes():
    generator = guarded()
    next(generator)
    generator.close()
    generator = guarded()
    generator.close()


class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        pass


async def items():
    yield 1
    yield 2


async def coroutine():
    async with Manager() as manager:
        pass
    async for item in items():
        pass
    return [item async for item in items()]


def awaits():
    try:
        coroutine().send(None)
    except StopIteration:
        pass


for function in (loops, throws, closes, awaits):
    show(function)
