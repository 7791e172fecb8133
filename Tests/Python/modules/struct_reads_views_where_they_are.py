# struct.unpack and unpack_from read any buffer; what has gaps is refused.
import array
import mmap
import struct

data = bytes(range(32))
view = memoryview(bytearray(data))
two = struct.Struct("<HI")
for source in data, bytearray(data), view, view[3:], array.array("B", data), array.array("I", [1, 2, 3]):
    print(two.unpack_from(source, 2), struct.unpack_from(">q", source, 1), struct.unpack("4B", source[:4]) if len(source) > 3 else None)
print(struct.unpack("<I", view[4:8]), struct.unpack_from("<I", view, -4))
view[4:8] = b"\xff\xff\xff\xff"
print(struct.unpack_from("<I", view, 4))

with mmap.mmap(-1, 4096) as memory:
    memory[10:16] = data[:6]
    print(two.unpack_from(memory, 10))
    for offset in 4095, 5000, -3, -5000:
        try:
            two.unpack_from(memory, offset)
        except struct.error as error:
            print(error)

for source in view[::2], "text", None, 5:
    try:
        print(struct.unpack_from("<I", source))
    except (TypeError, BufferError) as error:
        print(type(error).__name__, error)
