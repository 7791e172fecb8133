"""Runs one program of Benchmarks/programs, or one task of library.py: `harness.py NAME` or `library.NAME`.

A program is a module with `run()`, which returns a value whose text is checked against the
other interpreters; so is a task. It is called until TAIPAN_BENCH_SECONDS have passed, at least three times;
once where these are 0.
"""

import sys
import time

from memory import peak_memory


def main():
    import os
    seconds = float(os.environ.get("TAIPAN_BENCH_SECONDS", "2"))
    name = sys.argv[1]
    module, _, task = name.partition(".")
    run = getattr(__import__(module), task or "run")
    times = []
    end = time.perf_counter() + seconds
    while len(times) < (3 if seconds else 1) or time.perf_counter() < end:
        start = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - start)
        if time.perf_counter() > end + 10 * seconds:
            break
    ordered = sorted(times)
    print("ANSWER", answer)
    print("RESULT", name, "%.9f" % times[0], "%.9f" % ordered[0],
          "%.9f" % ordered[len(ordered) // 2], len(times), peak_memory())


sys.path.insert(0, sys.path[0] + "/programs")
main()
