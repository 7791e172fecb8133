# Calendar times whose fields no calendar has, clocks that do not exist, and zones of struct_time.

import os
import signal
import time

os.environ["TZ"] = "Europe/Berlin"
time.tzset()


def attempt(function):
    try:
        print(repr(function()))
    except (TypeError, ValueError, OverflowError, OSError) as error:
        print(type(error).__name__, error)


START = (1900, 1, 1, 0, 0, 0, 0, 1, -1)
for place in range(9):
    for value in (-2, -1, 0, 13, 24, 32, 60, 62, 367, 2 ** 31, -2 ** 31):
        fields = START[:place] + (value,) + START[place + 1:]
        attempt(lambda: time.asctime(fields))
        attempt(lambda: time.strftime("%Y-%m-%d %H:%M:%S", fields))
for wrong in ((), START[:8], START + (1,), list(START), 5, ("a",) * 9):
    attempt(lambda: time.asctime(wrong))
    attempt(lambda: time.mktime(wrong))
for year in (-5, 0, 99, 12345, 2 ** 31 - 1):
    attempt(lambda: time.asctime((year,) + START[1:]))
print(time.gmtime(0).tm_zone, time.strftime("%Z %z", time.gmtime(0)), time.strftime("%Z %z", time.localtime(0)))
for seconds in (1e300, float("nan"), -1):
    attempt(lambda: time.sleep(seconds))
attempt(lambda: time.clock_gettime(99))
attempt(lambda: signal.setitimer(-1, 0))
for seconds in (1e300, float("nan"), -1):
    attempt(lambda: signal.setitimer(signal.ITIMER_REAL, seconds))
print(signal.ItimerError.__name__, issubclass(signal.ItimerError, OSError))
