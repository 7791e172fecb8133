"""Simple C types: values, sizes, ranges, byte orders, what they refuse."""

import ctypes
from ctypes import *


def shown(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


INTEGERS = [c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong]
for kind in INTEGERS:
    print(kind.__name__, kind._type_, sizeof(kind), alignment(kind), [
        kind(n).value for n in (0, 1, -1, 127, 128, 255, 256, 2**31, 2**63, 2**64 + 5, -2**70 - 3)])
    for other in (kind.__ctype_le__, kind.__ctype_be__):
        print("  ", bytes(other(0x12)), other(-2).value, memoryview(other()).format)
for kind in (c_float, c_double, c_longdouble, c_bool):
    print(kind.__name__, sizeof(kind), [kind(x).value for x in (0, 1, -2.5, 1e300 if kind is not c_float else 3e30)])
print(bytes(c_double.__ctype_be__(1.5)), bytes(c_float.__ctype_be__(1.5)))

print(c_char(b"x"), c_char(120), c_char(bytearray(b"y")), c_wchar("ß"), c_wchar("\U0001f600").value)
print(c_char_p(b"text").value, c_char_p(None), c_wchar_p("wide \u20ac").value, c_wchar_p().value)
print(c_void_p(), c_void_p(5), c_void_p(-1).value == 2**64 - 1)
print(py_object([1]).value, py_object(), py_object(7).value, py_object("a").value)

for bad in (lambda: c_int("1"), lambda: c_int(1.0), lambda: c_char(b"ab"), lambda: c_char(256),
            lambda: c_wchar("ab"), lambda: c_wchar(b"a"), lambda: c_char_p("a"), lambda: c_wchar_p(b"a"),
            lambda: c_void_p("a"), lambda: c_float("1"), lambda: py_object().value, lambda: hash(c_int()),
            lambda: c_int(1, 2), lambda: sizeof(5), lambda: alignment(5), lambda: addressof(5),
            lambda: byref(5), lambda: type(c_int)("T", (ctypes._SimpleCData,), {}),
            lambda: type(c_int)("T", (ctypes._SimpleCData,), {"_type_": "y"}),
            lambda: type(c_int)("T", (ctypes._SimpleCData,), {"_type_": "ii"}), ctypes._SimpleCData):
    print(shown(bad))


class Number(c_int):
    """Subclasses stay objects where their bases become numbers."""

    def __repr__(self):
        return f"Number {self.value}"


class Index:
    def __index__(self):
        return 41


class Stand:
    _as_parameter_ = 17


print(Number(3), bool(Number(0)), bool(Number(1)), c_int(Index()).value, (Number * 2)(1, 2)[1])
print(c_int.from_param(5), c_int.from_param(Stand()), c_double.from_param(2), c_char.from_param(b"\n"))
print(shown(lambda: c_int.from_param("x")), shown(lambda: c_int.from_param(c_long(1))))

value = c_int(1)
value.value = 5
value.extra = "attribute"
print(value, value.extra, value._objects, value._b_base_, value._b_needsfree_)
text = c_char_p(b"kept")
print(text._objects, py_object(value)._objects is value)

data = bytearray(b"\1\0\0\0\2\0\0\0")
first, second = c_int.from_buffer(data), c_int.from_buffer(data, 4)
first.value += second.value
print(data, c_int.from_buffer_copy(bytes(data), 4), c_int.from_address(addressof(second)).value)
for bad in (lambda: c_int.from_buffer(b"1234"), lambda: c_int.from_buffer(data, 6), lambda: c_int.from_buffer(data, -1),
            lambda: c_int.from_buffer_copy(b"123"), lambda: c_int.from_buffer(5), lambda: c_int.from_address("x")):
    print(shown(bad))

view = memoryview(c_uint.__ctype_be__(258))
print(view.format, view.itemsize, view.ndim, view.shape, view.nbytes, view.readonly, bytes(view))
buffer = create_string_buffer(b"abc", 6)
print(buffer.value, buffer.raw, len(buffer), sizeof(buffer))
buffer.value = b"xy"
print(buffer.raw, shown(lambda: setattr(buffer, "value", b"1234567")), shown(lambda: setattr(buffer, "value", "x")))
wide = create_unicode_buffer("\u4e2d\U0001f600", 5)
print(ascii(wide.value), wide[1] == "\U0001f600", ascii(wide[:]), shown(lambda: setattr(wide, "value", "123456")))
