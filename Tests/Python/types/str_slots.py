"""Subclasses of str with __slots__, and weak reference slots."""
import copy
import pickle
import weakref


def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)


class T(str): __slots__ = ("a", "b")
class U(T): pass
class V(T): __slots__ = "c",
class Plain: __slots__ = ("x",)
class Weak: __slots__ = ("__weakref__",)
class Both(Plain): __slots__ = ("__dict__", "__weakref__")
class Number(int): pass


x = T("qq")
t(lambda: x.a)
x.a = 5
t(lambda: x.a)
t(lambda: x.missing)
u = U("ü"); u.a = 1; u.z = 3
print(u, u.a, u.z, u.__dict__, repr(u))
v = V("日本"); v.a = 1; v.c = [4]
for _ in range(3): print(v.a, v.c, len(v))
t(lambda: v.b)
t(lambda: v.q)
del v.a
t(lambda: v.a)
t(lambda: delattr(v, "a"))
for base in (int, bytes, tuple):
    for slots in (("s",), ("__dict__",), ("__weakref__",), ()):
        t(lambda: type("T", (base,), {"__slots__": slots})())
t(lambda: type("T", (str, int), {}))
t(lambda: type("T", (V, T), {}).__mro__)
y = copy.copy(x)
print(y.a, type(y).__name__, pickle.loads(pickle.dumps(x, 2)).a)
print(hash(x) == hash("qq"), x == "qq", {x: 1}["qq"], x + "a", type(x + "a").__name__)
for o in (Plain(), Weak(), Both(), Number(3), x, u, v, [], 1, {1}, ValueError(), (lambda: 0)):
    t(lambda: weakref.ref(o)() is o)
for slot in ("__weakref__", "__dict__"):
    for base in (object, Plain, Weak, Both, str, list, dict, Exception, type):
        t(lambda: sorted({"__weakref__", "__dict__"} & set(vars(type("X", (base,), {"__slots__": (slot,)})))))
o = Plain()
class Wider(Plain): pass
t(lambda: setattr(o, "__class__", Wider))
t(lambda: o.x)
