import copy
import os
import pickle

P = os.sched_param


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except (OSError, TypeError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


print(P(3), P(sched_priority=4), P([5]), P(3) == (3,), len(P(3)), P(7).sched_priority)
print(P(3).__replace__(sched_priority=7), P(3).__reduce__())
print(pickle.loads(pickle.dumps(P(4))), copy.copy(P(4)), P.__module__, P.__mro__)
attempt(P)
attempt(P, 1, 2)
try:
    type("Sub", (P,), {})
except TypeError:
    print("no base")

attempt(os.sched_getscheduler, 0)
attempt(os.sched_getparam, 0)
print(type(os.sched_rr_get_interval(0)))
for function in os.sched_getscheduler, os.sched_getparam, os.sched_rr_get_interval:
    for pid in 99999999, -1, 2**40, 2**80, "a":
        attempt(function, pid)

attempt(os.sched_setscheduler, 0, os.SCHED_OTHER, P(0))
attempt(os.sched_setscheduler, 0, os.SCHED_BATCH, P(0))
print(os.sched_getscheduler(0) == os.SCHED_BATCH)
attempt(os.sched_setscheduler, 0, os.SCHED_OTHER | os.SCHED_RESET_ON_FORK, P(0))
print(os.sched_getscheduler(0) == os.SCHED_OTHER | os.SCHED_RESET_ON_FORK)
attempt(os.sched_setscheduler, 0, 99, P(0))
attempt(os.sched_setscheduler, 0, 2**31, P(0))
for parameters in 5, (0,), P("a"), P(2**31), P(2**99), P(1):
    attempt(os.sched_setscheduler, 0, os.SCHED_OTHER, parameters)
    attempt(os.sched_setparam, 0, parameters)
attempt(os.sched_setparam, 0, P(0))
attempt(os.sched_setparam, 99999999, P(0))
