# Loops whose rounds are counted are left by signals and other threads, and what they compute stays right
# wherever they begin and end.

import signal
import threading
import time


def count_up(limit, stop):
    i = 0
    while i < limit:
        if stop:
            return "stopped"
        i += 1
    return "ended"


def go_through(numbers, stop):
    total = 0
    for n in numbers:
        if stop:
            return "stopped"
        total = total + n & 1023
    return "ended"


def counted(limit):
    total = 0
    for n in range(limit):
        total ^= n
    return total


print(count_up(300000, []), go_through(range(300000), []), counted(300000))
for function, argument in (count_up, 1 << 60), (go_through, range(1 << 60)):
    stop = []
    other = threading.Timer(0.05, stop.append, [1])
    other.start()
    print(function(argument, stop))
    other.join()


class Interrupted(Exception):
    pass


def interrupt(number, frame):
    raise Interrupted(frame.f_code.co_name)


signal.signal(signal.SIGALRM, interrupt)
for _ in range(2):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        print(counted(1 << 60))
    except Interrupted as error:
        print("interrupted in", error)


def while_by(start, limit, step):
    i, rounds, last = start, 0, None
    while i < limit:
        rounds += 1
        last = i
        i += 7
    return rounds, last, i


def ones(numbers):
    found = 0
    for n in numbers:
        if n & 1:
            found += 1
            continue
        if n < 0:
            break
    return found


def nested(rows, columns):
    total = 0
    for i in range(rows):
        for j in range(columns):
            total += i ^ j
    return total


for size in 0, 1, 2, 1023, 1024, 1025, 2047, 2048, 2049, 5000:
    print(size, counted(size), while_by(0, size, 7), while_by(-size, 10, 7), ones(range(size)),
          ones(list(range(size))), nested(3, size), nested(size, 3))
for start in (1 << 62) - 5000, (1 << 63) - 20000:
    print(while_by(start, start + 15000, 7))
print(while_by((1 << 63) - 20000, 1 << 63, 7))
print(while_by(-(1 << 63), -(1 << 63) + 9000, 7))


def grows(items):
    """The list's end moves while it is gone through."""
    for n in items:
        if n and len(items) < 5000:
            items.append(n - 1)
    return len(items)


def shrinks(items):
    seen = 0
    for n in items:
        seen += 1
        if n % 3 == 0:
            items.pop()
    return seen


for _ in range(20):
    print(grows([3000]), shrinks(list(range(4000))), end=" ")
print()
