"""What is dropped while suspended inside `try` or `with` is closed when it is collected."""

import asyncio
import contextlib
import gc
import re
import sys


def guarded(name):
    try:
        yield 1
        yield 2
    finally:
        print("finally", name)


def drop(make):
    for _ in make():
        break


def in_with():
    with contextlib.closing(guarded("inner")) as inner:
        yield from inner


def refuses():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def raises():
    try:
        yield 1
    finally:
        raise KeyError("in finally")


def plain():
    yield 1
    print("never reached")


async def waits():
    try:
        await asyncio.sleep(10)
    finally:
        print("coroutine closed")


def start_and_drop():
    coroutine = waits()
    try:
        coroutine.send(None)
    except RuntimeError as error:
        print(error)


def settle():
    """Collects, with other things on the stack than what was there before."""
    re.sub("a", lambda match: str(sorted(range(9), key=lambda n: -n)), "aaa")
    list(zip(range(9), range(9)))
    for _ in range(3):
        gc.collect()


def collect(function, *arguments):
    function(*arguments)
    function = None
    settle()


sys.unraisablehook = lambda event: print("unraisable:", type(event.exc_value).__name__, event.exc_value)
collect(drop, lambda: guarded("for"))
collect(drop, in_with)
collect(drop, refuses)
collect(drop, raises)
collect(drop, plain)
collect(start_and_drop)

# Nothing to close: not begun, finished, closed.
collect(lambda: guarded("not begun"))
collect(lambda: list(guarded("finished")))


def close_early():
    generator = guarded("closed")
    next(generator)
    generator.close()


collect(close_early)


async def asynchronous():
    try:
        yield 1
        yield 2
    finally:
        print("asynchronous generator closed")


async def main():
    async for _ in asynchronous():
        break
    settle()
    for _ in range(3):
        await asyncio.sleep(0)
    print("after it")


asyncio.run(main())
collect(lambda: any(guarded("any")))
