# cProfile and profile count the calls of functions, and who called whom.
import cProfile
import io
import profile
import pstats
import re


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def numbers():
    for i in range(3):
        yield i


def work():
    fib(8)
    list(numbers())
    sorted([3, 2, 1], key=lambda x: -x)
    try:
        int("x")
    except ValueError:
        pass
    ",".join(map(str, [1, 2]))
    {}.get(1)
    dict.fromkeys([1])


for kind in (cProfile.Profile, profile.Profile):
    profiler = kind()
    profiler.runcall(work)
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("nfl")
    stats.print_stats()
    stats.print_callers()
    stats.print_callees()
    print(re.sub(r"0x[0-9a-f]+", "0x0", re.sub(r"\d+\.\d+", "T", text.getvalue())))


ticks = iter(range(1000))
counting = cProfile.Profile(lambda: next(ticks), 0.5)
with counting:
    fib(2)
for entry in sorted(counting.getstats(), key=lambda entry: getattr(entry.code, "co_name", "~")):
    print(getattr(entry.code, "co_name", entry.code), *entry[1:5])
try:
    with cProfile.Profile(), cProfile.Profile():
        pass
except ValueError as error:
    print(error)
