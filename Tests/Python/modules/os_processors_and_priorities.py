import os

own = os.sched_getaffinity(0)
print(len(own) == os.process_cpu_count(), all(type(each) is int for each in own))
one = {min(own)}
os.sched_setaffinity(0, one)
print(os.sched_getaffinity(0) == one, os.process_cpu_count())
os.sched_setaffinity(os.getpid(), own)
print(os.sched_getaffinity(0) == own)
for mask in [], [-1], [5000], ["a"], 5, [10**30]:
    try:
        os.sched_setaffinity(0, mask)
    except Exception as error:
        print(type(error).__name__, error)
try:
    os.sched_getaffinity(99999999)
except OSError as error:
    print(repr(error))

before = os.getpriority(os.PRIO_PROCESS, 0)
os.setpriority(os.PRIO_PROCESS, 0, before + 1)
print(os.getpriority(os.PRIO_PROCESS, os.getpid()) - before)
try:
    os.getpriority(99, 0)
except OSError as error:
    print(repr(error))
