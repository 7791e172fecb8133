"""Arrays, pointers and casts: items, slices, what they keep alive, what they refuse."""

import gc
from ctypes import *


def shown(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


Three = c_int * 3
print(Three, Three is c_int * 3, 3 * c_int is Three, Three._length_, Three._type_, sizeof(Three), Three * 2)
numbers = Three(1, 2)
numbers[-1] = 9
print(list(numbers), len(numbers), numbers[::-1], numbers[1:], 9 in numbers, sum(numbers), [*reversed(numbers)])
numbers[0:2] = [5, 6]
print(numbers[:], memoryview(numbers).shape, memoryview(numbers).format, bytes(numbers))
grid = (Three * 2)(Three(1, 2, 3), (4, 5, 6))
print(grid[1][2], memoryview(grid).shape, memoryview(grid).strides, [list(row) for row in grid], grid[1]._b_base_ is grid)
chars = (c_char * 4)(b"a", b"b")
print(chars[0], chars[:3], chars[::2], chars.value, chars.raw, (c_wchar * 3)(*"xyz")[:2])
for bad in (lambda: numbers[3], lambda: numbers["a"], lambda: Three(1, 2, 3, 4), lambda: numbers.__delitem__(0),
            lambda: numbers.__setitem__(slice(0, 2), [1]), lambda: numbers.__setitem__(0, "a"),
            lambda: numbers.__setitem__(5, 1), lambda: c_int * -1, lambda: c_int * "a", lambda: c_int * 2**62,
            lambda: type(Array)("A", (Array,), {"_length_": 1}), lambda: type(Array)("A", (Array,), {"_type_": c_int}),
            lambda: type(Array)("A", (Array,), {"_type_": int, "_length_": 1}), Array):
    print(shown(bad))

pointed = c_int(4)
p = pointer(pointed)
print(p.contents, p[0], p.contents is p.contents, type(p).__name__, type(p) is POINTER(c_int), p._objects)
p[0] = 7
print(pointed.value, bool(p), bool(POINTER(c_int)()))
p.contents = c_int(8)
print(p[0], pointed.value)
items = cast(numbers, POINTER(c_int))
print(items[0], items[0:3], items[2::-1] if False else items[2:-1:-1], [items[i] for i in range(3)])
for bad in (lambda: p["a"], lambda: p[0:], lambda: p[:2:-1], lambda: p[0:2:0], lambda: POINTER(c_int)()[0],
            lambda: POINTER(c_int)().contents, lambda: setattr(p, "contents", 5), lambda: p.__delitem__(0),
            lambda: POINTER(c_int)(5), lambda: POINTER(5), lambda: pointer(5), lambda: POINTER(c_int).from_param(c_long()),
            lambda: POINTER(c_int).from_param(5), lambda: cast(5, 5), lambda: cast(5, c_int), lambda: cast(1.5, c_void_p),
            lambda: POINTER("Later")()):
    print(shown(bad))
Later = POINTER("Later")
Later.set_type(c_short)
print(Later(c_short(3))[0], POINTER(None), POINTER(c_int).from_param(None), POINTER(c_int).from_param(numbers) is numbers)
print(POINTER(POINTER(c_int))(p).contents.contents.value, cast(pointer(p), POINTER(c_void_p))[0] == addressof(p.contents))


class Holder(Structure):
    _fields_ = [("count", c_int), ("items", POINTER(c_int)), ("name", c_char_p), ("wide", c_wchar_p)]


def make():
    holder = Holder(3, (c_int * 3)(10, 20, 30), b"name" * 3, "wide" * 3)
    return holder, pointer(Holder(1, pointer(c_int(77)), bytes(b"inner"))), (c_char_p * 2)(b"one" * 2, b"two" * 2)


# What memory points at lives as long as the memory.
holder, inner, texts = make()
gc.collect()
filler = [bytes([i % 256]) * 12 for i in range(1000)] + [create_string_buffer(12) for _ in range(1000)]
print(holder.items[:3], holder.name, holder.wide, inner.contents.items[0], inner[0].name, texts[:])
print(sorted(holder._objects), sorted(texts._objects))
view = memoryview(Three(4, 5, 6))
part = (Holder * 2)(Holder(5), Holder(6))[1]
field = Holder(0, (c_int * 2)(1, 2)).items
del holder, inner, texts
gc.collect()
filler = [create_string_buffer(64) for _ in range(1000)]
print(bytes(view), part.count, field[:2])
resized = c_int(5)
old = memoryview(resized)
resize(resized, 4096)
print(bytes(old), resized.value, len(bytes(resized)))
both = cast(cast((c_int * 2)(3, 4), c_void_p), POINTER(c_int))
gc.collect()
filler = [(c_int * 2)(0, 0) for _ in range(1000)]
print(both[:2], cast(b"bytes", c_char_p).value, cast(id(filler), py_object).value is filler)
