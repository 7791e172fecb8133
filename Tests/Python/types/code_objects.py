# Code objects: the constructor and `replace` with their checks, equality, the old line table.
import types
import warnings


def outer(a, b=1, *c, d, **e):
    x = a

    def inner():
        return x
    return inner


code = outer.__code__
NAMES = ("co_argcount co_posonlyargcount co_kwonlyargcount co_nlocals co_stacksize co_flags co_code "
         "co_consts co_names co_varnames co_filename co_name co_qualname co_firstlineno co_linetable "
         "co_exceptiontable co_freevars co_cellvars").split()
VALUES = [getattr(code, name) for name in NAMES]
ODD = [None, -1, 1.5, "x", b"x", (1,), ("a", "b"), 2 ** 40, (), [], b"", b"abc", b"\0\0"]


def show(*words, make):
    try:
        made = make()
        print(*words, "ok", made == code, made.co_nlocals, made.co_varnames, made.co_cellvars,
              made.co_freevars)
    except SystemError:
        print(*words, "SystemError")
    except Exception as error:
        print(*words, type(error).__name__, error)


show(make=lambda: types.CodeType())
show(make=lambda: types.CodeType(*VALUES))
show(make=lambda: types.CodeType(*VALUES[:16]))
show(make=lambda: types.CodeType(*VALUES, 1))
for i, name in enumerate(NAMES):
    for value in ODD:
        show(i, ascii(value), make=lambda: types.CodeType(*VALUES[:i], value, *VALUES[i + 1:]))
        if not (name == "co_varnames" and value == (1,)):
            show(name, ascii(value), make=lambda: code.replace(**{name: value}))
show(make=lambda: code.replace(co_x=1))
for n in (-1, 0, 4, 99, None):
    show(n, make=lambda: print(code._varname_from_oparg(n)) or code)
print(code.replace() == code, hash(code.replace()) == hash(code), code == code.replace(co_name="z"))
swapped = code.replace(co_posonlyargcount=1, co_kwonlyargcount=0)
print(swapped == code, hash(swapped) == hash(code))


def same(left, right):
    return compile(left, "f", "eval") == compile(right, "f", "eval")


print([same(*pair.split(" == ")) for pair in (
    "0.0 == -0.0", "0 == 0.0", "(1,2) == (1.0,2)", "0j == -0j", "x in {1,2} == x in {1.0,2}", "1 == 1",
    "lambda:1 == lambda:1", "lambda:1 == lambda:1.0", "'a' == b'a'", "a == b", "a+b == a-b")])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(code.co_lnotab, [str(w.message) for w in caught], caught[0].category)
