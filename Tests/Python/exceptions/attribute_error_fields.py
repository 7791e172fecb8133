# What errors about attributes say and are about.
import sys
class A: pass
class S: __slots__ = ('a',)
class E(Exception): pass
def f(): pass
class P:
    @property
    def x(self): return 1
class L(list): pass
for o in (A(), sys, S(), E(), f, P(), A, 5, L(), [], None):
    for n in ('nope', 'x', 'a'):
        for do in (delattr, getattr, lambda o, n: setattr(o, n, 1)):
            try: do(o, n)
            except Exception as e: print(type(o).__name__, n, e, '|', e.name, e.obj is o)
