"""Native functions at the edges: offsets near the machine's limit, released views, bad names."""
import codecs
import os
import struct
import sys

buffer = bytearray(10)
for function in (lambda n: struct.pack_into("<I", buffer, n, 1), lambda n: struct.unpack_from("<I", buffer, n)):
    for offset in (sys.maxsize, sys.maxsize - 1, -sys.maxsize - 1, 7, 6, -4, -3, -11):
        try:
            print(function(offset))
        except (struct.error, OverflowError) as error:
            print(type(error).__name__, error)

print(codecs.charmap_decode(b"\x00\x01", "strict", {0: 65, 1: 0x10FFFF}))
for mapping in ({0: 65}, {0: None, 1: "x"}, {0: 65, 1: "\ufffe"}):
    for errors in ("strict", "replace", "ignore"):
        try:
            print(codecs.charmap_decode(b"\x00\x01", errors, mapping))
        except UnicodeDecodeError as error:
            print(error)


class Releasing:
    def __init__(self, view):
        self.view = view

    def __index__(self):
        self.view.release()
        return 0


view = memoryview(b"abc")
try:
    view[Releasing(view)]
except ValueError as error:
    print(error)

for environment in ({"A\0B": "x"}, {"A": "x\0y"}, {"A=B": "x"}, {"": "x"}):
    try:
        os.execve(sys.executable, ["python", "-c", "print('started')"], environment)
    except ValueError as error:
        print(error)
