# Threads have stacks of their own, and a recursion limit each.
import sys
import threading


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def run(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def endless():
    try:
        depth(10**6)
    except RecursionError as error:
        print(type(error).__name__, error)


run(endless)
sys.setrecursionlimit(150_000)
threading.stack_size(256 << 20)
run(lambda: print(depth(100_000)))


class Nested:
    def __init__(self, inner):
        self.inner = inner

    def __eq__(self, other):
        return self.inner == other.inner


def compare():
    a = b = 1
    for _ in range(300):
        a, b = Nested(a), Nested(b)
    print(a == b)


run(compare)
