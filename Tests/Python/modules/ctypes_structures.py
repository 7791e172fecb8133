"""Structures and unions: places of members, bit fields, packing, byte orders, nesting, passing by value."""

import pickle
from ctypes import *


def shown(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def places(kind):
    return [(name, (field := getattr(kind, name)).offset, field.size) for name, *_ in kind._fields_]


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Mixed(Structure):
    _fields_ = [("a", c_char), ("b", c_double), ("c", c_short), ("d", c_char * 3), ("e", Point), ("f", c_wchar * 2)]


class Packed(Structure):
    _pack_ = 1
    _fields_ = Mixed._fields_


class Aligned(Structure):
    _align_ = 32
    _fields_ = [("a", c_int)]


class Derived(Point):
    _fields_ = [("z", c_longdouble), ("w", c_bool)]


class Either(Union):
    _fields_ = [("i", c_int), ("d", c_double), ("bytes", c_ubyte * 8), ("p", Point)]


class Anonymous(Structure):
    _anonymous_ = ["u", "s"]
    _fields_ = [("tag", c_int), ("u", Either), ("s", Mixed)]


for kind in (Point, Mixed, Packed, Aligned, Derived, Either, Anonymous):
    print(kind.__name__, sizeof(kind), alignment(kind), places(kind), memoryview(kind()).format)

point = Point(1, y=2)
point.x += 40
print(point.x, point.y, Point.x, bytes(point), point._fields_ is Point._fields_)
mixed = Mixed(b"c", 1.5, -2, b"xyz", (7, 8), "wi")
print(mixed.a, mixed.b, mixed.c, mixed.d, mixed.e.y, mixed.f)
mixed.d = b"p"
mixed.e = Point(9, 10)
mixed.e.x = 11
print(mixed.d, bytes(mixed)[18:21], mixed.e.x, mixed.e.y, mixed.e._b_base_ is mixed)
either = Either(d=1.0)
print(list(either.bytes), either.i, either.p.y)
anonymous = Anonymous(5)
anonymous.i, anonymous.b, anonymous.e = 77, 2.5, (1, 2)
print(anonymous.u.i, anonymous.s.b, anonymous.s.e.y, Anonymous.b, anonymous.tag)
print(Derived(1, 2, 3.5, True).z, Derived(w=True).w)

for bad in (lambda: Point(1, 2, 3), lambda: Point(1, x=2), lambda: Point("a"), lambda: Mixed(d=b"long"),
            lambda: Mixed(d="x"), lambda: Mixed(e=5), lambda: Mixed(e=(1, 2, 3)), lambda: Mixed(f="wide"),
            lambda: setattr(Either, "_fields_", []), lambda: delattr(point, "x"), lambda: Point.x.__get__(5),
            lambda: type("T", (Structure,), {"_fields_": 5}), lambda: type("T", (Structure,), {"_fields_": [5]}),
            lambda: type("T", (Structure,), {"_fields_": [("a", int)]}),
            lambda: type("T", (Structure,), {"_fields_": [("a", c_int, 33)]}),
            lambda: type("T", (Structure,), {"_fields_": [("a", c_double, 3)]}),
            lambda: type("T", (Structure,), {"_fields_": [("a", c_int)], "_pack_": -1}),
            lambda: type("T", (Structure,), {"_fields_": [("a", c_int)], "_anonymous_": ["b"]}),
            Structure, Union):
    print(shown(bad))


class Bits(Structure):
    _fields_ = [("a", c_int, 3), ("b", c_int, 9), ("c", c_uint, 20), ("d", c_short, 7), ("e", c_longlong, 40),
                ("f", c_ubyte, 1), ("g", c_bool, 1), ("h", c_int)]


class BigBits(BigEndianStructure):
    _fields_ = [("a", c_int, 3), ("b", c_int, 9), ("c", c_uint, 20), ("d", c_short), ("e", c_double)]


class BitUnion(Union):
    _fields_ = [("low", c_uint, 4), ("all", c_uint)]


for kind in (Bits, BigBits, BitUnion):
    print(sizeof(kind), [getattr(kind, name) for name, *_ in kind._fields_])
    bits = kind()
    for number in (-1, 5, 1 << 30 | 3):
        for name, *_ in kind._fields_:
            setattr(bits, name, number)
            print(getattr(bits, name), end=" ")
        print(bytes(bits))


class Little(LittleEndianStructure):
    _fields_ = [("n", c_uint), ("inner", BigBits)]


print(shown(lambda: Little(258).n), shown(lambda: bytes(Little(258))[:4]))


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]
last = Node(2, None)
first = Node(1, pointer(last))
print(first.next.contents.value, bool(last.next), first.next[0].value, sizeof(Node))

copy = pickle.loads(pickle.dumps(mixed))
print(bytes(copy) == bytes(mixed), type(copy) is Mixed, shown(lambda: pickle.dumps(first)))

# By value: in integer registers, floating-point registers, both, memory.
libc = CDLL(None)


class Floats(Structure):
    _fields_ = [("a", c_float), ("b", c_float), ("c", c_double)]


class Large(Structure):
    _fields_ = [("items", c_long * 5)]


class Chars(Structure):
    _fields_ = [("a", c_char), ("b", c_char * 2)]


for kind, value in ((Point, Point(3, 4)), (Floats, Floats(1.5, 2.5, 3.5)), (Large, Large((c_long * 5)(1, 2, 3, 4, 5))),
                    (Mixed, mixed), (Chars, Chars(b"x", b"yz")), (Either, Either(d=2.0))):
    seen = []
    callback = CFUNCTYPE(c_int, c_int, kind, c_double)(lambda n, s, d: seen.append((n, bytes(s), d)) or n)
    print(kind.__name__, callback(5, value, 0.25), seen == [(5, bytes(value), 0.25)])

value = Point(1, 2)
resize(value, 64)
print(sizeof(value), value.x, value.y, shown(lambda: resize(value, 2)), shown(lambda: resize(mixed.e, 100)))
