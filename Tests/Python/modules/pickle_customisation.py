# Subclasses of Pickler and Unpickler, tables of reducers, buffers beside the pickle, and refusals.
import copyreg
import io
import pickle
import sys


def attempt(function, *args, **options):
    try:
        print(repr(function(*args, **options)))
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])


class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"Point({self.x})"


class Naming(pickle.Pickler):
    def persistent_id(self, value):
        return f"point {value.x}" if isinstance(value, Point) else None


class Finding(pickle.Unpickler):
    def persistent_load(self, name):
        return Point(int(name.split()[1]) + 100)

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


for protocol in (0, 1, 4):
    file = io.BytesIO()
    Naming(file, protocol).dump([Point(1), {"p": Point(2)}, len])
    print(file.getvalue())
    file.seek(0)
    print(Finding(file).load())


class Overriding(pickle.Pickler):
    def reducer_override(self, value):
        return (complex, (1, 2)) if isinstance(value, Point) else NotImplemented


file = io.BytesIO()
Overriding(file).dump([Point(1), print])
print(pickle.loads(file.getvalue()))

table = pickle.Pickler(io.BytesIO())
attempt(getattr, table, "dispatch_table")
file = io.BytesIO()
table = pickle.Pickler(file)
table.dispatch_table = copyreg.dispatch_table.copy()
table.dispatch_table[Point] = lambda point: (Point, (point.x * 2,))
table.dump(Point(21))
print(pickle.loads(file.getvalue()))

assigned = pickle.Pickler(io.BytesIO())
assigned.persistent_id = lambda value: "id" if value == 7 else None
print(assigned.persistent_id(7))
del assigned.persistent_id
print(assigned.persistent_id(7))

# One pickler, several objects: what was written stays known until the memo is cleared.
file = io.BytesIO()
pickler = pickle.Pickler(file, 2)
shared = [1]
pickler.dump(shared)
pickler.dump(shared)
print(file.getvalue(), len(pickler.memo.copy()))
pickler.clear_memo()
pickler.dump(shared)
print(file.getvalue())
file.seek(0)
reader = pickle.Unpickler(file)
first, second = reader.load(), reader.load()
print(first is second, reader.memo.copy())

buffers = []
data = pickle.dumps([pickle.PickleBuffer(bytearray(b"abc")), pickle.PickleBuffer(b"x")], 5, buffer_callback=buffers.append)
print(data, [type(b).__name__ for b in buffers], [b.raw().tobytes() for b in buffers])
print(pickle.loads(data, buffers=[bytearray(b"abc"), b"x"]))
attempt(pickle.loads, data)
attempt(pickle.loads, data, buffers=[b""])
attempt(pickle.dumps, pickle.PickleBuffer(b""), 4)
buffer = pickle.PickleBuffer(b"abc")
print(bytes(memoryview(buffer)), buffer.release())
attempt(buffer.raw)
attempt(memoryview, buffer)

attempt(pickle.dumps, sys)
attempt(pickle.dumps, lambda: 0)
attempt(pickle.dumps, open(__file__))
attempt(pickle.dumps, 1, 6)
attempt(pickle.Pickler, 1)
attempt(pickle.Unpickler, 1)
attempt(type("Unready", (pickle.Pickler,), {"__init__": lambda self: None})().dump, 1)
for value in (1, (), (1, ()), (print, 1), (print, (), None, 1), (print, (), None, None, 1), (print, (), 0, None, None, 1), "no"):
    attempt(pickle.dumps, type("Odd", (), {"__reduce__": lambda self, value=value: value})())
deep = []
for _ in range(100000):
    deep = [deep]
attempt(pickle.dumps, deep)
for data in (
    b"", b"\x80", b"\x80\x06.", b"(.", b".", b"0.", b"t.", b"Na.", b"}(Nu.", b"Ix\n.", b"I01\n.", b"L10L\n.", b"F1.5\n.",
    b"S'a\n.", b"S'a\\n'\n.", b"Va\\u0041\n.", b"g0\n.", b"h\x05.", b"Np-1\n.", b"cfoo\nbar\n.", b"cos\nnosuch\n.", b"NNR.",
    b"N)\x81.", b"NNb.", b"N}b.", b"\x82\0.", b"\x82\xff.", b"Px\n.", b"NN\x93.", b"\x95\x10\0\0\0\0\0\0\0N.", b"\x97.",
    b"\xff.", b"x.", b"C\x05a", b"U\x01\xff.", b"\x8b\x01\0\0\0\x80.", b"\x8f(N\x90.", b"(Nd.", b"(i__builtin__\nint\n.",
    b"\x96\5\0\0\0\0\0\0\0a.",
):
    attempt(pickle.loads, data)
attempt(pickle.loads, b"U\x01\xff.", encoding="latin-1")
attempt(pickle.loads, b"U\x01\xff.", encoding="bytes")
attempt(pickle.loads, b"c__builtin__\nunicode\n.")
attempt(pickle.loads, b"c__builtin__\nunicode\n.", fix_imports=False)
