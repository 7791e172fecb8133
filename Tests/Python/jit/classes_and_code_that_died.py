# Caches have seen classes and code that died before what they are in got hot.
import gc
def user(o, rare):
    if rare:
        return o.m() + o.x
    return 1
def caller(f, rare):
    if rare:
        return f(1)
    return 1
def store(o, rare):
    if rare:
        o.y = 5; o.x = 6
        return o.x
    return 1
def cls(C, rare):
    if rare: return C(3).v + C.k
    return 1
def factory(i):
    class L:
        k = i
        def __init__(self, v=0): self.x = i; self.v = v
        def m(self): return self.x * 2
    return L
def loops(n, rare_at, o, f, C):
    t = 0
    for i in range(n):
        r = i == rare_at
        t += user(o, r) + caller(f, r) + store(o, r) + cls(C, r)
    return t
def mk(i):
    ns = {}
    exec("def g(a):\n    return a + %d" % i, ns)
    return ns['g']
tot = 0
for r in range(60):
    L = factory(r)
    o = L()
    tot += user(o, 1); tot += store(o, 1); tot += caller(mk(r), 1); tot += cls(L, 1)
    tot += user(o, 1); tot += store(o, 1); tot += caller(mk(r), 1); tot += cls(L, 1)
    del o, L
    gc.collect()
    junk = [[i] for i in range(3000)]
    class K:
        k = 3
        def __init__(self, v=0): self.x = 4; self.v = v
        def m(self): return 3
    tot += loops(50 if r % 4 else 1500, 40, K(), mk(1), K)
print(tot)
