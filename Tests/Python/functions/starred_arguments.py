"""Calls with * and ** of what does not fit, and the order of their errors."""
import re


def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, re.sub(" at 0x[0-9a-f]+", "", str(e)))


def f(*a, **k): return a, k
class C:
    def m(self, *a, **k): return 1
    def __call__(self, *a): pass


for g in (f, C().m, C(), len, [].append, "x".join, print, 5, None, lambda: 0, type, dict, C.m):
    t(lambda: g(*1))
    t(lambda: g(0, *1))
    t(lambda: g(*1, **{1: 2}))
    t(lambda: g(*1, x=1))
    t(lambda: g(*1, x=1, **{"x": 1}))
    t(lambda: g(**1))
    t(lambda: g(*(), **{1: 2}))
    t(lambda: g(a=1, **{1: 2}))
    t(lambda: g(a=1, **{"a": 2}))
    t(lambda: g(a=1, **{1: 2}, **1))
