"""What is built on ctypes: values in shared memory, finding of libraries, unique identifiers of the system."""

import ctypes
import ctypes.util
import multiprocessing
import uuid
from multiprocessing import sharedctypes


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double)]


def work(number, numbers, point, text):
    with number.get_lock():
        number.value += 5
    for i in range(len(numbers)):
        numbers[i] *= 2
    point.x = 7
    text.value = text.value.upper()


context = multiprocessing.get_context("fork")
number, numbers = context.Value("i", 3), context.Array("d", [1, 2, 3])
point, text = context.Value(Point, 1, 2.5, lock=False), context.Array("c", b"text")
process = context.Process(target=work, args=(number, numbers, point, text))
process.start()
process.join()
print(process.exitcode, number.value, numbers[:], point.x, point.y, text.value, number)
copy = sharedctypes.copy(point)
point.x = 8
print(copy.x, copy.y, len(sharedctypes.RawArray("l", 5)), sharedctypes.RawArray("h", [4, 5])[:])
print(ctypes.util.find_library("c"), ctypes.util.find_library("m"), ctypes.util.find_library("no such library"))

made, other = uuid.uuid1(), uuid.uuid1()
print(made.version, made != other, made.variant, made.node == other.node, uuid._uuid is not None)
