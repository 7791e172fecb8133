# Marshal data: every version, bad data, files, and what is refused.
import array
import collections
import io
import marshal


def show(function, *arguments, **keywords):
    try:
        print(ascii(function(*arguments, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


for value in ["\xe9", None, True, ..., b"x" * 300, "\ud800"]:
    for version in range(5):
        show(lambda: marshal.loads(marshal.dumps(value, version)))
for version in range(3):
    for value in (1, 2 ** 40, -2 ** 70, 1.5, 1.1, float("inf"), 1e300 - 1j, "abc", (1, [2, {3: 4}])):
        show(marshal.dumps, value, version)
for data in [
        b"", b"0", b"f", b"l\x02\0\0\0\0\0\0\0", b"l\0\0\0\x80", b"l\x01\0\0\0\xff\xff", b"s\xff\xff\xff\xff",
        b"(\xff\xff\xff\xff", b"(\x01\0\0\0", b"(\x01\0\0\x000", b"[\x01\0\0\x000", b"{0", b"{i\1\0\0\x000",
        b"r\0\0\0\0", b"?", b"z\x05ab", b"\xe9\1\0\0\0", b"{[\0\0\0\0N0", b"u\1\0\0\0\xff",
        b"u\3\0\0\0\xed\xa0\x80", b"f\x031.5", b"f\x01x", b"f\x03nan", b"x\x011\x012", b"c",
        b"\xa9\x02i\1\0\0\0r\0\0\0\0", b"\xdb\x01\0\0\0r\0\0\0\0", b"\xbe\x01\0\0\0r\0\0\0\0", "x", 5,
        memoryview(b"T"), bytearray(b"T"), array.array("B", b"F")]:
    show(marshal.loads, data)
for value in [object, range(3), slice(1, 2), collections.OrderedDict(), NotImplemented]:
    show(marshal.dumps, value)
show(lambda: marshal.loads(marshal.dumps([memoryview(b"ab"), array.array("B", [1]), bytearray(b"x")])))
show(lambda: sorted(marshal.loads(marshal.dumps(frozenset("abcdef")))))
print(marshal.dumps({3, 1, 2}, 2), marshal.dumps(frozenset(["b", "a"]), 2))
loop = []
loop.append(loop)
show(lambda: len(marshal.loads(marshal.dumps(loop))))
show(marshal.dumps, loop, 2)
show(marshal.dumps, show.__code__, allow_code=False)
show(marshal.loads, marshal.dumps(show.__code__), allow_code=False)
file = io.BytesIO(marshal.dumps(("a", 1)) + marshal.dumps([2.5]) + b"rest")
show(marshal.load, file)
show(marshal.load, file)
print(file.read())
show(marshal.load, file)
show(marshal.load, io.StringIO("N"))
