# Locks: what methods answer and raise, without a second thread.
import _thread
import re


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


def show(lock):
    print(re.sub(r"owner=[1-9]\d*", "owner=N", repr(lock).split(" at ")[0]))


lock = _thread.allocate_lock()
show(lock)
print(lock.acquire(), lock.locked())
show(lock)
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(lock.acquire, timeout=1e20)
attempt(lock.acquire, True, float("nan"))
attempt(lock.acquire, False)
attempt(lock.acquire, True, 0.01)
attempt(lock.acquire, True, "x")
attempt(lock.acquire, blocking=False)
attempt(lock.release)
attempt(lock.release)
attempt(_thread.LockType, 1)
with lock as entered:
    print(entered, lock.locked())

recursive = _thread.RLock()
show(recursive)
print(recursive.acquire(), recursive.acquire())
show(recursive)
print(recursive._recursion_count(), recursive._is_owned())
state = recursive._release_save()
print(state[0], recursive._is_owned())
attempt(recursive._release_save)
attempt(recursive.release)
recursive._acquire_restore(state)
print(recursive._recursion_count())

attempt(_thread.start_new_thread, 1, ())
attempt(_thread.start_new_thread, print, 1)
attempt(_thread.start_new_thread, print, (), 1)
attempt(_thread.start_new_thread)
attempt(_thread.start_joinable_thread, 1)
attempt(_thread.start_joinable_thread, print, handle=1)
attempt(_thread.stack_size, 1000)
attempt(_thread.stack_size, -1)
attempt(_thread.exit)
