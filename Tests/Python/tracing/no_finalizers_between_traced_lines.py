"""With the collector off, what is given up while a function is traced is finalized later."""
import gc
import sys


class Noisy:
    def __init__(self):
        self.me = self

    def __del__(self):
        finalized.append(1)


finalized = []
names = set()


def trace(frame, event, argument):
    names.add(frame.f_code.co_name)
    return trace


def gives_up():
    for _ in range(100):
        Noisy()
    for size in range(3000):
        [size] * 1000


gc.collect()
gc.disable()
print(gc.isenabled())
sys.settrace(trace)
gives_up()
sys.settrace(None)
print(sorted(names))
gc.enable()
print(gc.isenabled())
gc.collect()
print(len(finalized) >= 99)

statistics = gc.get_stats()
print(len(statistics), sorted(statistics[0]), statistics[2]["collections"] > 0, len(gc.get_count()))
