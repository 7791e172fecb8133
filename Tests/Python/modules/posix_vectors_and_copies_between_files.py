import os
import tempfile


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except (OSError, TypeError, ValueError, OverflowError, BufferError) as error:
        print(function.__name__, type(error).__name__, error)


class File:
    def fileno(self):
        return 0


folder = tempfile.TemporaryDirectory()
first = os.open(os.path.join(folder.name, "first"), os.O_RDWR | os.O_CREAT)
second = os.open(os.path.join(folder.name, "second"), os.O_RDWR | os.O_CREAT)

attempt(os.pwritev, first, [b"abc", bytearray(b"def")], 0)
attempt(os.pwritev, first, (memoryview(b"xy"),), 2, 0)
parts = [bytearray(2), bytearray(6)]
attempt(os.preadv, first, parts, 1)
print(parts)
attempt(os.preadv, first, parts, 100)
attempt(os.pwritev, first, [b"Z"], 0, os.RWF_SYNC)
attempt(os.pwritev, first, [b"Z"], 0, os.RWF_DSYNC)
attempt(os.pwritev, first, [], 0)
print(os.pread(first, 100, 0))
for function in os.preadv, os.pwritev:
    for buffers in 5, [b"a"], ["a"], iter([b"a"]), {b"a"}, {1: b"a"}, [5]:
        attempt(function, first, buffers, 0)
    for position in -1, 2**70, "a":
        attempt(function, first, [bytearray(1)], position)
    for flags in 1 << 20, 1 << 40, "a":
        attempt(function, first, [bytearray(1)], 0, flags)
    for descriptor in 999, File(), 2**40:
        attempt(function, descriptor, [bytearray(1)], 0)
    attempt(function, first, [bytearray(1)] * 2000, 0)
for function in os.readv, os.writev:
    for buffers in 5, ["a"], iter([]), {b"a"}:
        attempt(function, first, buffers)
attempt(os.readv, first, [b"a"])

os.lseek(first, 0, 0)
attempt(os.copy_file_range, first, second, 3)
attempt(os.copy_file_range, first, second, 3, 1, 5)
print(os.pread(second, 100, 0), os.lseek(first, 0, 1), os.lseek(second, 0, 1))
attempt(os.copy_file_range, src=first, dst=second, count=0, offset_src=1, offset_dst=2)
for count in -1, "a", 1.5, 2**70:
    attempt(os.copy_file_range, first, second, count)
for position in -1, "a", 2**70:
    attempt(os.copy_file_range, first, second, 1, position)
    attempt(os.copy_file_range, first, second, 1, None, position)
for descriptor in 999, "a", File():
    attempt(os.copy_file_range, descriptor, second, 1)

reading, writing = os.pipe()
attempt(os.splice, first, writing, 3, offset_src=0)
print(os.read(reading, 100))
os.write(writing, b"hello")
attempt(os.splice, reading, second, 5, offset_dst=1, flags=os.SPLICE_F_MOVE)
print(os.pread(second, 100, 0))
attempt(os.splice, first, second, 3)
attempt(os.splice, first, writing, 1, offset_dst=3)
for flags in "a", -1, 2**40, 2**80:
    attempt(os.splice, first, writing, 1, flags=flags)
for count in -1, "a":
    attempt(os.splice, first, writing, count)
attempt(os.splice, first, writing, 1, "a")
attempt(os.splice, 999, writing, 1)
folder.cleanup()
