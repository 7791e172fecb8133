# PyThreadState_SetAsyncExc raises an exception in another thread, wherever that is in its loop.
import ctypes
import threading
import time

raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
raise_in.argtypes = [ctypes.c_ulong, ctypes.py_object]


class Stop(Exception):
    pass


def spin(ready, outcome):
    try:
        ready.set()
        number = 0
        while True:
            number += 1
    except BaseException as error:
        outcome.append((type(error).__name__, error.args))


def sleep(ready, outcome):
    try:
        ready.set()
        while True:
            time.sleep(0.001)
    except BaseException as error:
        outcome.append((type(error).__name__, error.args))


for body in (spin, sleep):
    for exception in (Stop, SystemExit):
        ready, outcome = threading.Event(), []
        worker = threading.Thread(target=body, args=(ready, outcome))
        worker.start()
        ready.wait()
        print(raise_in(worker.ident, exception))
        worker.join()
        print(outcome)
print(raise_in(1, Stop))
try:
    raise_in(threading.get_ident(), Stop)
    for _ in range(1000):
        pass
    print("not raised")
except Stop:
    print("raised here")
