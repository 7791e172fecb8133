# `await` in native code: coroutines that never wait, that wait now and then, and that raise.
import sys
import traceback
import types


@types.coroutine
def wait(value):
    return (yield value)


class Steps:
    def __init__(self, count):
        self.count = count

    def __await__(self):
        for i in range(self.count):
            yield "step", i
        return self.count


def run(coroutine, log=None):
    sent = None
    try:
        while True:
            sent = coroutine.send(sent)
            if log is not None:
                log.append(sent)
    except StopIteration as end:
        return end.value


async def fibonacci(n):
    if n <= 1:
        return n
    return await fibonacci(n - 1) + await fibonacci(n - 2)


async def depth(n):
    return 0 if n == 0 else 1 + await depth(n - 1)


async def fails(i):
    await wait("before")
    return 1 // (i - 3)


async def works(n):
    total = 0
    for i in range(n):
        total += await wait(i)
        total += await Steps(i % 3)
        if i % 5 == 3:
            try:
                total += len(await fails(3))
            except ZeroDivisionError:
                total += 1000 if sys.exception() else 1
    return total


def watched():
    coroutine = works(6)
    seen = []
    sent = None
    try:
        while True:
            sent = coroutine.send(sent)
            line = coroutine.cr_frame.f_lineno - works.__code__.co_firstlineno
            seen.append((sent, line, coroutine.cr_running, type(coroutine.cr_await).__name__))
            sent = 1
    except StopIteration as end:
        return end.value, seen


def traced():
    async def first():
        await second()

    async def second():
        return await third()

    async def third():
        await wait(1)
        raise RuntimeError("third")

    coroutine = first()
    coroutine.send(None)
    try:
        coroutine.send(None)
    except RuntimeError as error:
        return [f.name for f in traceback.extract_tb(error.__traceback__)]


def awaited_twice():
    async def twice():
        coroutine = fibonacci(4)
        value = await coroutine
        try:
            return await coroutine
        except RuntimeError as error:
            return value, str(error)

    async def one():
        await wait(1)

    async def another(coroutine):
        await coroutine

    shared = one()
    first, second = another(shared), another(shared)
    first.send(None)
    try:
        second.send(None)
    except RuntimeError as error:
        message = str(error)
    first.close()
    return run(twice()), message


def frames():
    async def inner():
        names = []
        frame = sys._getframe()
        while frame.f_code.co_name != "frames":
            names.append((frame.f_code.co_name, sorted(frame.f_locals)))
            frame = frame.f_back
        return names

    async def outer(argument):
        return await inner()

    return run(outer(1))


def too_deep():
    try:
        return run(depth(4000))
    except RecursionError as error:
        return type(error).__name__


print(run(fibonacci(15)), run(depth(300)), too_deep())
for _ in range(5):
    log = []
    print(run(works(9), log), log)
    print(watched())
    print(traced())
    print(awaited_twice())
    print(frames())


async def loop(n):
    total = 0
    for i in range(n):
        total += await fibonacci(i % 4)
    return total


print([run(loop(n)) for n in (10, 1000, 5000)])
