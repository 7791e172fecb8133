"""Formats, shapes, strides, comparison and assignment of memoryviews."""
import array
import io
import struct
import re


def t(f):
    try: print(re.sub(r" at 0x[0-9a-f]+", "", repr(f())))
    except Exception as e: print(type(e).__name__, e)


def describe(m):
    return (m.format, m.itemsize, m.ndim, m.shape, m.strides, m.nbytes, m.readonly, m.contiguous,
            m.c_contiguous, m.f_contiguous, m.suboffsets)


data = bytes(range(48))
for format in "bBhHiIlLqQnNefd?cP":
    for source in (data, bytearray(data)):
        m = memoryview(source).cast(format)
        t(lambda: describe(m))
        t(lambda: (m[0], m[-1], len(m)))
        t(lambda: m.tolist()[:3] if format not in "efd" else str(m.tolist()[:3]))
        for value in (0, 1, -1, 255, 1 << 40, 1 << 64, 1.5, b"x", "x", None, True):
            def put():
                w = memoryview(bytearray(data)).cast(format)
                w[1] = value
                return w.tobytes()[:20]
            t(put)
for shape in ([4, 12], (2, 3, 8), [48], [1, 48], [5, 5], [0], [-1, 2], ["a"], 5, [1 << 40, 1 << 40], [2] * 65, []):
    t(lambda: describe(memoryview(data).cast("B", shape)))
m = memoryview(bytearray(data)).cast("B", [4, 12])
t(lambda: m[1, 2]); t(lambda: m[3, -1]); t(lambda: m[4, 0]); t(lambda: m[1]); t(lambda: m[1, 2, 3]); t(lambda: m[...] == m)
t(lambda: m[1:3].tolist()); t(lambda: m[::2].shape); t(lambda: m[1:2, 1:2]); t(lambda: len(m)); t(lambda: list(m)); t(lambda: m["a"])
t(lambda: m.tobytes("F")[:9]); t(lambda: m.tobytes("C")[:9]); t(lambda: m.tobytes("A")[:9]); t(lambda: m.tobytes("X")); t(lambda: m.tobytes(5))
def put(key, value):
    m[key] = value
t(lambda: put((1, 2), 99)); t(lambda: m[1, 2]); t(lambda: put((1,), 1)); t(lambda: put(slice(0, 2), b"ab")); t(lambda: put(..., 1))
z = memoryview(b"abcd").cast("i", [])
t(lambda: describe(z)); t(lambda: z[()]); t(lambda: z[0]); t(lambda: len(z)); t(lambda: z.tolist()); t(lambda: z[...] is z); t(lambda: list(z))
b = memoryview(bytearray(b"0123456789"))
t(lambda: b[::3].tobytes()); t(lambda: b[::-1].tolist()); t(lambda: bytes(b[8:2:-2])); t(lambda: b[::2].cast("H")); t(lambda: hash(b)); t(lambda: hash(b.toreadonly()[2:4]) == hash(b"23"))
def assign(key, value):
    b[key] = value
for key, value in ((slice(0, 3), b"abc"), (slice(0, 3), b"ab"), (slice(None, None, 2), b"VWXYZ"), (slice(2, 6), b[4:8]), (slice(0, 2), 5), (slice(0, 2), array.array("h", [1])), (slice(0, 2), array.array("B", [65, 66])), (1, 300), (1, b"a"), (20, 1), ("a", 1), ((1, 2), 3)):
    t(lambda: assign(key, value))
    print(bytes(b))
t(lambda: b.__delitem__(0)); t(lambda: memoryview(b"a").__setitem__(0, 1)); t(lambda: b < b); t(lambda: b == bytearray(b)); t(lambda: b == 5); t(lambda: b != b"x"); t(lambda: memoryview(b"ab") == memoryview(b"ab").cast("c")); t(lambda: memoryview(struct.pack("2i", 1, 2)).cast("i") == array.array("q", [1, 2])); t(lambda: memoryview(struct.pack("d", float("nan"))).cast("d") == memoryview(struct.pack("d", float("nan"))).cast("d"))
for letter in "bBhHiIlLqQfd":
    a = array.array(letter, [1, 2, 3])
    m = memoryview(a)
    t(lambda: describe(m)); t(lambda: m.tolist()); t(lambda: m.obj is a)
    m[1] = 9
    t(lambda: a); t(lambda: bytes(a)); t(lambda: bytearray(m[1:])); t(lambda: struct.unpack_from(letter, a, a.itemsize)); t(lambda: b"".join([a, m.cast("B")])); t(lambda: io.BytesIO(a).read(3)); t(lambda: io.BytesIO(b"\1" * 24).readinto(a)); t(lambda: a.tolist() if letter not in "fd" else None); t(lambda: m.hex("-", 4)); t(lambda: a == m)
    t(lambda: struct.pack_into("B", a, 0, 7)); t(lambda: m.tobytes()[0])
    m.release()
    t(lambda: m[0]); t(lambda: m.format); t(lambda: repr(m)); t(lambda: m == m); t(lambda: m == a)
class Offers:
    def __init__(self): self.data = bytearray(b"hello"); self.released = 0
    def __buffer__(self, flags): print("asked"); return memoryview(self.data)
    def __release_buffer__(self, view): print("released", view.nbytes); view.release()
class Bad:
    def __buffer__(self, flags): return b"x"
class Raises:
    def __buffer__(self, flags): raise ValueError(flags)
class More(bytearray):
    def __buffer__(self, flags): return super().__buffer__(flags)[1:]
o = Offers()
with memoryview(o) as m: print(bytes(m), m.readonly); m[0] = 72
print(o.data)
t(lambda: bytes(o)); t(lambda: b"ab" + o); t(lambda: memoryview(Bad())); t(lambda: memoryview(Raises())); t(lambda: bytes(memoryview(More(b"hello")))); t(lambda: memoryview(5)); t(lambda: b"abc".__buffer__(0).tolist()); t(lambda: b"abc".__buffer__(1)); t(lambda: bytearray(b"abc").__buffer__(1).tolist())
import collections.abc
print([isinstance(x, collections.abc.Buffer) for x in (b"", bytearray(), memoryview(b""), array.array("b"), o, "", [])])
