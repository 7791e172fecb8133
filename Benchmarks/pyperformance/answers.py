"""A checksum of what a benchmark computes.

Most of pyperformance's scripts throw their results away, and they are run unmodified. So one
call is made in a process of its own, with every function and method that the script defines,
and those of the modules WATCHED, replaced by one that records what it returns or yields, and for
a function that returns nothing the arguments that it may have changed. Numbers, strings and containers of them count by their
text, objects of the script's classes by their attributes, others by the name of their type; of
large results and of functions that are called often, a part. TAIPAN_BENCH_TRACE prints them. The checksum is a sum, so the order
of the calls does not matter. The clock stands still meanwhile: seconds are no answers.
"""

import os
import sys
import types
import zlib
from array import array

PLAIN = (type(None), bool, int, float, complex, str, bytes)
MOST_ITEMS = 2000
MOST_NESTED = 100
MOST_RECORDS = 2000  # of each function; further calls are counted
DEPTH = 3
WATCHED = ("copy", "json", "re", "tomli")  # written in Python everywhere
FRAMES = 10_000
GENERATOR, COROUTINE, ASYNC_GENERATOR = 0x20, 0x80, 0x200


def text(value, depth=DEPTH, most=MOST_ITEMS):
    """The text of a result without anything that differs from run to run."""
    kind = type(value)
    if kind in PLAIN:
        return hex(value) if kind is int else repr(value)
    name = kind.__name__
    if kind in (list, tuple, array):
        name += f" of {len(value)}"
        if depth and len(value) <= most:
            name += str([text(v, depth - 1, MOST_NESTED) for v in value])
    elif kind in (set, frozenset, dict):
        name += f" of {len(value)}"
        if depth and len(value) <= most:
            items = value.items() if kind is dict else value
            name += str(sorted([text(v, depth - 1, MOST_NESTED) for v in items]))
    elif kind.__module__ == "__main__" and depth and hasattr(value, "__dict__"):
        name += text(vars(value), min(depth, 2), MOST_NESTED)
    return name


class Recorder:
    """Counts results and adds up their checksums."""

    def __init__(self):
        self.count = self.sum = 0
        self.counts = {}

    def record(self, name, value):
        self.count += 1
        self.counts[name] = count = self.counts.get(name, 0) + 1
        if count <= MOST_RECORDS:
            line = f"{name} {text(value)}".encode("utf-8", "surrogatepass")
            self.sum = (self.sum + zlib.crc32(line)) & 0xFFFF_FFFF_FFFF_FFFF
            if "TAIPAN_BENCH_TRACE" in os.environ:
                print(line)

    def recording(self, function):
        """The function that behaves as this one and records its results."""
        name, record, flags = function.__qualname__, self.record, function.__code__.co_flags

        def call(*args, **keywords):
            result = function(*args, **keywords)
            record(name, args if result is None else result)
            return result

        def generate(*args, **keywords):
            for item in function(*args, **keywords):
                record(name, item)
                yield item

        async def wait(*args, **keywords):
            result = await function(*args, **keywords)
            record(name, result)
            return result

        async def generate_async(*args, **keywords):
            async for item in function(*args, **keywords):
                record(name, item)
                yield item

        recorded = (generate if flags & GENERATOR else wait if flags & COROUTINE
                    else generate_async if flags & ASYNC_GENERATOR else call)
        recorded.__dict__ = function.__dict__
        return recorded


def functions_of(script):
    """(namespace owner, name, function) of what is recorded."""
    own = [script] + [value for value in vars(script).values()
                      if type(value) is type and value.__module__ == script.__name__]
    watched = [value for value in vars(script).values()
               if type(value) is types.ModuleType and value.__name__ in WATCHED]
    for owner in own + watched:
        for name, value in list(vars(owner).items()):
            if type(value) is types.FunctionType and (
                    value.__module__ == script.__name__ if owner in own else name[0] != "_"):
                yield owner, name, value


def checksum(call, timer):
    """`count checksum` of the results during one call; `timer` is the module with the clock."""
    recorder = Recorder()
    replaced = [(timer, "perf_counter", timer.perf_counter),
                *functions_of(sys.modules["__main__"])]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + FRAMES)
    for owner, name, function in replaced[1:]:
        setattr(owner, name, recorder.recording(function))
    timer.perf_counter = lambda: 0.0
    try:
        recorder.record("result", call())
    finally:
        for owner, name, function in replaced:
            setattr(owner, name, function)
        sys.setrecursionlimit(limit)
    return f"{recorder.count} {recorder.sum:016x}"
