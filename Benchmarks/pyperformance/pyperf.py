"""Stands in for pyperf: times a benchmark's function inside the running process.

pyperformance's scripts import `pyperf` and hand their functions to a `Runner`. The real one
starts worker processes; this one calls the function until TAIPAN_BENCH_SECONDS have passed
(and at least three times; once where these are 0), so the first call can be seen as well as the best. Each benchmark
prints one line `RESULT name first best median calls KiB`: seconds a call, and the peak memory
of the process so far. With TAIPAN_BENCH_ANSWER set, nothing is measured: each benchmark is called
once and prints `ANSWER name count checksum` (see `answers`), the same under every interpreter.
"""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import answers
from memory import peak_memory
sys.path.pop(0)

__version__ = "0"
perf_counter = time.perf_counter
SECONDS = float(os.environ.get("TAIPAN_BENCH_SECONDS", "2"))
LEAST_CALLS = 3 if SECONDS else 1
SHORTEST_SAMPLE = 0.01


def report(name, sample, once):
    """Repeats `sample`, a function that returns seconds, and prints the result line.

    `once` makes the same computation without measuring, for the line about its answer.
    """
    if "TAIPAN_BENCH_ANSWER" in os.environ:
        print(f"ANSWER {name} {answers.checksum(once, sys.modules[__name__])}", flush=True)
        return
    times = []
    end = perf_counter() + SECONDS
    while len(times) < LEAST_CALLS or perf_counter() < end:
        times.append(sample())
        if perf_counter() > end + 10 * SECONDS:
            break
    ordered = sorted(times)
    print(f"RESULT {name} {times[0]:.9f} {ordered[0]:.9f} "
          f"{ordered[len(ordered) // 2]:.9f} {len(times)} {peak_memory()}", flush=True)


class Runner:
    """The part of pyperf.Runner that the benchmarks use."""

    def __init__(self, *args, **options):
        self.metadata = {}
        self.args = None
        self._parser = None

    @property
    def argparser(self):
        if self._parser is None:
            import argparse
            self._parser = argparse.ArgumentParser()
        return self._parser

    def parse_args(self, arguments=None):
        if self.args is None:
            self.args = self.argparser.parse_args(arguments)
        return self.args

    def bench_func(self, name, function, *args, inner_loops=None, metadata=None):
        def sample():
            start = perf_counter()
            function(*args)
            return (perf_counter() - start) / (inner_loops or 1)
        report(name, sample, lambda: function(*args))

    def bench_time_func(self, name, function, *args, inner_loops=None, metadata=None):
        loops = 1

        def sample():
            nonlocal loops
            while True:
                seconds = function(loops, *args)
                if seconds >= SHORTEST_SAMPLE or loops >= 1 << 20:
                    return seconds / loops / (inner_loops or 1)
                loops *= 4
        started = False

        def first_sample():
            nonlocal started
            if started:
                return sample()
            started = True
            return function(1, *args) / (inner_loops or 1)
        report(name, first_sample, lambda: function(1, *args))

    def bench_async_func(self, name, function, *args, loop_factory=None, **ignored):
        import asyncio

        async def timed():
            start = perf_counter()
            await function(*args)
            return perf_counter() - start

        def sample():
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                return runner.run(timed())

        def once():
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                return runner.run(function(*args))
        report(name, sample, once)


def python_implementation():
    import sys
    return sys.implementation.name


def python_has_jit():
    return False
