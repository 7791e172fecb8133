# Handles of threads: states, joining, exceptions that end a thread.
import _thread
import sys


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


handle = _thread._ThreadHandle()
print(handle.ident, handle.is_done())
attempt(handle.join)
ran = []
assert _thread.start_joinable_thread(lambda: ran.append(1), handle=handle) is handle
attempt(handle.join)
print(ran, handle.is_done(), handle.ident != _thread.get_ident())
attempt(handle.join, -1)
attempt(handle.join, "x")
attempt(_thread.start_joinable_thread, print, handle=handle)

own = _thread._ThreadHandle()
_thread.start_joinable_thread(lambda: attempt(own.join), handle=own)
own.join()


def fail():
    raise ValueError("seen by the hook")


def leave():
    raise SystemExit("not seen")


sys.unraisablehook = lambda args: print(
    args.exc_type.__name__, args.exc_value, args.err_msg.split(" at ")[0], args.object)
for function in fail, leave:
    _thread.start_joinable_thread(function).join()
