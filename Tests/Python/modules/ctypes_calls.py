"""Calls of C functions: argument and result types, prototypes, errno, variable arguments, errors."""

import ctypes
import errno
import os
from ctypes import *


def shown(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


libc = CDLL(None, use_errno=True)
libm = CDLL("libm.so.6")
print(shown(lambda: libc.no_such_function).partition(": ")[0])

print(libc.abs(-7), libc.strlen(b"hello"), libc.wcslen("wide"), libc.toupper(ord("a")))
libm.pow.argtypes = [c_double, c_double]
libm.pow.restype = c_double
print(libm.pow(2, 0.5), libm.pow(c_double(3), 2))
libc.strchr.restype = c_char_p
print(libc.strchr(b"abcdef", ord("d")), libc.strchr(b"abc", ord("x")))
libc.labs.argtypes, libc.labs.restype = [c_long], c_long
print(libc.labs(-2**40), shown(lambda: libc.labs("x")), shown(lambda: libc.labs()), libc.labs(-3, 5))

buffer = create_string_buffer(40)
print(libc.snprintf(buffer, c_size_t(40), b"%d %s %.2f %ld", 5, b"text", c_double(1.5), c_long(2**40)), buffer.value)
libc.snprintf.argtypes = [c_char_p, c_size_t, c_char_p]
print(libc.snprintf(buffer, 40, b"%s-%s", b"a", b"b"), buffer.value)

print(shown(lambda: libc.abs(1.5)), shown(lambda: libc.abs(2**70)), shown(lambda: libc.abs(object())))
print(shown(lambda: CDLL("no-such-library.so")), shown(lambda: c_int.in_dll(libm, "no_such_name")).partition(":")[0])
print(shown(lambda: pythonapi.PyNo_Such).partition(":")[0])
print(libc["abs"](-2), libc.abs is libc.abs, libc["abs"] is libc["abs"], libc.abs.__name__)

# Results.
libc.getpid.restype = None
print(libc.getpid())
libc.getpid.restype = lambda n: n == os.getpid()
print(libc.getpid())
libc.getpid.restype = c_int
libc.getpid.errcheck = lambda result, function, arguments: (result == os.getpid(), function is libc.getpid, arguments)
print(libc.getpid())
libc.abs.errcheck = lambda result, function, arguments: arguments
print(libc.abs(-9))
del libc.abs.errcheck
print(libc.abs.errcheck, libc.abs.argtypes, libc.abs.restype)
for name, value in (("restype", 5), ("argtypes", 5), ("argtypes", [5]), ("errcheck", 5)):
    print(shown(lambda: setattr(libc.abs, name, value)))


class Word(c_int):
    def _check_retval_(value):
        return f"checked {value.value}"


libc.toupper.restype = Word
print(libc.toupper(98))

# errno belongs to ctypes, not to whoever called a function last.
print(set_errno(0), libc.close(-1), errno.errorcode[get_errno()], get_errno() == errno.EBADF, set_errno(5), get_errno())
plain = CDLL(None)
plain.close(-1)
print(get_errno())

# Prototypes.
prototype = CFUNCTYPE(c_int, c_int)
print(prototype is CFUNCTYPE(c_int, c_int), prototype(("abs", libc))(-4), prototype(cast(libc.abs, c_void_p).value)(-5))
named = prototype(("abs", libc), ((1, "number", 3),))
print(named(), named(-8), named(number=-9), shown(lambda: named(1, 2)), shown(lambda: named(other=1)))
frexp = CFUNCTYPE(c_double, c_double, POINTER(c_int))(("frexp", libm), ((1, "x"), (2, "exponent")))
print(frexp(10.0))
both = CFUNCTYPE(c_double, c_double, POINTER(c_int))(("frexp", libm), ((1, "x"), (3, "exponent")))
print(both(10.0, pointer(c_int())).contents)
pair = CFUNCTYPE(c_void_p, POINTER(c_int * 2), POINTER(c_int * 2), c_size_t)(
    ("memcpy", libc), ((2, "target"), (1, "source"), (1, "size", 8)))
print(list(pair((c_int * 2)(3, 4))))
for flags in (5, (), (5,), ((2,),), ((1, 5),), ((6,),)):
    print(flags, shown(lambda: prototype(("abs", libc), flags)))
print(shown(lambda: prototype("x")), bool(prototype()), shown(prototype()), shown(lambda: ctypes._CFuncPtr()))


class Holder:
    def __init__(self, value):
        self._as_parameter_ = value


print(libc.abs(Holder(-3)), libc.strlen(Holder(b"four")), libc.strlen(Holder(Holder(c_char_p(b"five5")))))


class Pair(Structure):
    _fields_ = [("quotient", c_int), ("rest", c_int)]


class LongPair(Structure):
    _fields_ = [("quotient", c_long), ("rest", c_long)]


libc.div.restype, libc.ldiv.restype, libc.ldiv.argtypes = Pair, LongPair, [c_long, c_long]
result = libc.div(17, 5)
print(result.quotient, result.rest, libc.ldiv(-2**40, 1000).rest)
print(string_at(b"abc\0def"), string_at(b"abc\0def", 6), wstring_at("abc"), wstring_at("abcdef", 3))
source, target = create_string_buffer(b"0123456789"), create_string_buffer(12)
memmove(target, source, 5)
memset(byref(target, 5), ord("x"), 3)
print(target.raw)
