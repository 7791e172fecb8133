# What can be subscripted by keys only is not iterable, though it has __getitem__.
import contextvars
import re
from array import array


def report(body):
    try:
        print(body())
    except TypeError as error:
        print(error)


for value in (re.match("(a)(b)", "ab"), int | str):
    report(lambda: list(value))
    report(lambda: "a" in value)
    report(lambda: "".join(value))
    report(lambda: list(reversed(value)))
    report(lambda: max(*value))
report(lambda: reversed(contextvars.copy_context()))


class Numbers:
    def __getitem__(self, index):
        if index == 3:
            raise IndexError
        return index

    def __len__(self):
        return 3


for value in (Numbers(), "abc", b"abc", bytearray(b"ab"), array("i", [1]), memoryview(b"ab")):
    print(list(value), list(reversed(value)))
