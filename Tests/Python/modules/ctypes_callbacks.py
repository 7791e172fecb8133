"""Python functions that C calls: sorting, searching, errors inside, other threads."""

import gc
import sys
import threading
from ctypes import *

libc = CDLL(None)
unraisable = []
sys.unraisablehook = lambda told: unraisable.append(
    (told.exc_type.__name__, str(told.exc_value), told.err_msg.partition("function ")[0], told.object))

Compare = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
numbers = (c_int * 50)(*[i * 7919 % 101 for i in range(50)])
libc.qsort(numbers, len(numbers), sizeof(c_int), Compare(lambda a, b: a[0] - b[0]))
print(list(numbers) == sorted(numbers))
libc.bsearch.restype = POINTER(c_int)
key = c_int(numbers[20])
found = libc.bsearch(byref(key), numbers, len(numbers), sizeof(c_int), Compare(lambda a, b: a.contents.value - b[0]))
print(found[0] == numbers[20])


@CFUNCTYPE(c_int, c_int)
def fails(n):
    raise ValueError(f"no {n}")


@CFUNCTYPE(c_int)
def wrong():
    return "text"


@CFUNCTYPE(None, c_int)
def nothing(n):
    return "ignored"


fails(3), wrong()
print(nothing(5), unraisable)
for kind, value in ((c_byte, -5), (c_ushort, 65000), (c_long, -2**50), (c_ulonglong, 2**64 - 1), (c_float, 1.5),
                    (c_double, -2.25), (c_longdouble, 0.5), (c_char, b"x"), (c_wchar, "\u20ac"), (c_bool, True),
                    (c_void_p, 4096), (c_char_p, b"text"), (c_wchar_p, "wide"), (py_object, [1, 2])):
    def echo(given):
        seen.append(given)
        return None if kind in (c_char_p, c_wchar_p) else given
    seen = []
    print(kind.__name__, CFUNCTYPE(kind, kind)(echo)(value), seen)


class Number(c_int):
    pass


def show(*given):
    print(*[type(item).__name__ for item in given], given[0].value, given[1][0], given[2].contents.value)


CFUNCTYPE(None, Number, POINTER(c_int), POINTER(Number))(show)(Number(3), byref(c_int(4)), Number(5))


class Counter:
    """A function that belongs to an object, and is called while much is collected."""

    def __init__(self):
        self.calls = 0
        self.function = CFUNCTYPE(c_long, c_long)(self.count)

    def count(self, n):
        self.calls += 1
        if n % 50 == 0:
            gc.collect()
        return self.function(n - 1) + n if n else 0


counter = Counter()
print(counter.function(100), counter.calls)

# C's own threads.
Start = CFUNCTYPE(c_void_p, c_void_p)
libc.pthread_create.argtypes = [POINTER(c_ulong), c_void_p, Start, c_void_p]
libc.pthread_join.argtypes = [c_ulong, POINTER(c_void_p)]
names, lock = [], threading.Lock()


@Start
def started(argument):
    total = sum(i for i in range(argument))
    text = "-".join(str(i) for i in range(50))
    with lock:
        names.append((argument, len(text), threading.current_thread() is not threading.main_thread()))
    if argument == 2:
        raise KeyError("in a thread")
    return total


del unraisable[:]
threads = []
for n in (1, 2, 100, 2000):
    thread = c_ulong()
    print(libc.pthread_create(byref(thread), None, started, n), end=" ")
    threads.append(thread)
results = []
for thread in threads:
    result = c_void_p()
    libc.pthread_join(thread, byref(result))
    results.append(result.value)
print(results, sorted(names), unraisable[0][:2])

# Python's threads inside C at once.
totals = []


def work(seed):
    items = (c_int * 200)(*[(i * seed) % 211 for i in range(200)])
    libc.qsort(items, 200, 4, Compare(lambda a, b: a[0] - b[0]))
    totals.append(list(items) == sorted(items))


workers = [threading.Thread(target=work, args=(seed,)) for seed in (3, 5, 7, 11)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(totals)
