# Clocks that may not be set, limits of processes, flags of the loader.
import os
import resource
import sys
import threading
import time


def report(body):
    try:
        print(body())
    except Exception as error:
        print(type(error).__name__, error)


for clock, moment in ((99, 1), ("a", 1), (time.CLOCK_MONOTONIC, 1), (0, "x"), (0, 1e40), (0, float("nan"))):
    report(lambda: time.clock_settime(clock, moment))
for clock, moment in ((0, 1.5), (0, 10**30), (time.CLOCK_MONOTONIC, 1)):
    report(lambda: time.clock_settime_ns(clock, moment))
report(lambda: time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident())) > 0)
report(lambda: time.pthread_getcpuclockid("a"))
core = resource.RLIMIT_CORE
soft, hard = resource.getrlimit(core)
report(lambda: resource.prlimit(0, core) == (soft, hard))
report(lambda: resource.prlimit(os.getpid(), core, (0, hard)) == (soft, hard))
report(lambda: resource.getrlimit(core) == (0, hard))
report(lambda: resource.prlimit(0, 99))
report(lambda: resource.prlimit(-1, core))
report(lambda: resource.prlimit(0, core, (5, 1)))
report(lambda: resource.prlimit(0, core, 5))
report(sys.getdlopenflags)
report(lambda: sys.setdlopenflags(5))
report(sys.getdlopenflags)
report(lambda: sys.setdlopenflags("a"))
