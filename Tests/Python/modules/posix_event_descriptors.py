import os
import pathlib
import select
import time


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


class File:
    def fileno(self):
        return 999


memory = os.memfd_create("name")
print(os.get_inheritable(memory), os.write(memory, b"abc"), os.readlink(f"/proc/self/fd/{memory}"))
print(os.get_inheritable(os.memfd_create("name", 0)))
for name in b"bytes", pathlib.Path("path"):
    print(os.memfd_create(name) > 2)
for name in 5, "a" * 300, "a\0":
    attempt(os.memfd_create, name)
for flags in "b", 1 << 20, -1, 2**40 + (1 << 20):
    attempt(os.memfd_create, "name", flags)

counter = os.eventfd(3)
print(os.get_inheritable(counter), os.eventfd_write(counter, 7), os.eventfd_read(counter))
steps = os.eventfd(3, flags=os.EFD_SEMAPHORE | os.EFD_NONBLOCK)
print(os.get_inheritable(steps), [os.eventfd_read(steps) for _ in range(3)])
attempt(os.eventfd_read, steps)
print(os.eventfd_write(steps, 2**64 - 2))
full = os.eventfd(0, os.EFD_NONBLOCK)
for number in 2**64 - 2, 2**64 - 1, 2**64, -1, "a", 1.5, True:
    attempt(os.eventfd_write, full, number)
attempt(os.eventfd_read, full)
for number in 2**64, -1, "a", 1.5, 2**32, -(2**70):
    attempt(os.eventfd, number)
for flags in 1 << 25, "a", 2**40:
    attempt(os.eventfd, 0, flags)
wrong = [999, File(), "a", -1, 1.0, 2**40]
for descriptor in wrong:
    attempt(os.eventfd_read, descriptor)
    attempt(os.eventfd_write, descriptor, 1)
    attempt(os.timerfd_gettime, descriptor)
    attempt(os.timerfd_settime_ns, descriptor)

for flags in 0, os.TFD_NONBLOCK, os.TFD_CLOEXEC:
    timer = os.timerfd_create(time.CLOCK_MONOTONIC, flags=flags)
    print(os.get_inheritable(timer), os.get_blocking(timer))
for clock in 99, "a", 2**40:
    attempt(os.timerfd_create, clock)
for flags in 1 << 25, "a":
    attempt(os.timerfd_create, time.CLOCK_MONOTONIC, flags=flags)

timer = os.timerfd_create(time.CLOCK_REALTIME, flags=os.TFD_NONBLOCK)
print(os.timerfd_settime(timer, initial=1000.5, interval=3.25))
print([type(each) for each in os.timerfd_gettime(timer) + os.timerfd_gettime_ns(timer)])
print(os.timerfd_gettime(timer)[1], os.timerfd_gettime_ns(timer)[1])
print(os.timerfd_settime_ns(timer, interval=5)[1], os.timerfd_gettime_ns(timer))
for number in 1e-10, 0.5, 1.9999999999, 7:
    os.timerfd_settime(timer, initial=1000, interval=number)
    print(os.timerfd_gettime(timer)[1], os.timerfd_gettime_ns(timer)[1])
os.timerfd_settime(timer)
for number in -1, -1.0, -1e-10, "a", None, float("nan"), float("inf"), 1e30, 2**70, 2**63:
    attempt(os.timerfd_settime, timer, interval=number)
    attempt(os.timerfd_settime, timer, initial=number)
    attempt(os.timerfd_settime_ns, timer, interval=number)
    attempt(os.timerfd_settime_ns, timer, initial=number)
attempt(os.timerfd_settime, timer, flags="a")
attempt(os.timerfd_settime, timer, flags=1 << 20)
attempt(os.timerfd_settime, counter)
os.timerfd_settime_ns(timer, flags=os.TFD_TIMER_ABSTIME, initial=1)
print(select.select([timer], [], [])[0] == [timer], os.read(timer, 8))
