# The code of modules that every start runs: whole, unchanged by what looks at it, alive as long as anything.
import _collections_abc, abc, codecs, gc, genericpath, io, os, posixpath, site, sys, types, weakref, zlib
import importlib._bootstrap, importlib._bootstrap_external


def codes(value, seen):
    if isinstance(value, types.FunctionType):
        value = value.__code__
    if isinstance(value, (classmethod, staticmethod)):
        codes(value.__func__, seen)
    elif isinstance(value, property):
        for part in (value.fget, value.fset, value.fdel):
            codes(part, seen)
    elif isinstance(value, type):
        for part in vars(value).values():
            if not isinstance(part, type):
                codes(part, seen)
    elif isinstance(value, types.CodeType) and value.co_filename.startswith("<frozen"):
        if value not in seen:
            seen[value] = None
            for constant in value.co_consts:
                codes(constant, seen)


def plain(constant):
    if isinstance(constant, frozenset):
        return "frozenset", sorted(map(repr, constant))
    if isinstance(constant, tuple):
        return tuple(map(plain, constant))
    return constant.co_qualname if isinstance(constant, types.CodeType) else repr(constant)


def content(code):
    return (
        code.co_qualname, code.co_code, plain(code.co_consts), code.co_names, code.co_varnames,
        code.co_freevars, code.co_cellvars, code.co_linetable, code.co_exceptiontable,
        code.co_flags, code.co_stacksize, code.co_argcount, code.co_firstlineno)


MODULES = [
    _collections_abc, abc, codecs, genericpath, io, os, posixpath, site,
    importlib._bootstrap, importlib._bootstrap_external]


def show():
    for module in MODULES:
        seen = {}
        for value in vars(module).values():
            if getattr(value, "__module__", None) == module.__name__:
                codes(value, seen)
        texts = sorted(repr(content(code)) for code in seen)
        print(module.__name__, len(texts), zlib.crc32("\n".join(texts).encode()))


show()
for _ in range(3):
    gc.collect()
show()

# Docstrings, names and constants are what they are anywhere else.
print(os.path.join.__doc__ == posixpath.join.__code__.co_consts[0])
print(sys.intern("".join(["pa", "th"])) is sys.intern("path"), "abs_paths" in vars(site))
print(sorted(site.abs_paths.__code__.co_consts[2]), hash(site.abs_paths.__code__.co_consts[2]) != 0)

# Weak references to code, copies of it, functions made of it.
reference = weakref.ref(posixpath.join.__code__)
gc.collect()
print(reference() is posixpath.join.__code__)
copy = posixpath.join.__code__.replace(co_name="other", co_filename="file")
print(types.FunctionType(copy, vars(posixpath))("a", "b"), copy.co_filename, copy == reference())

# Traces and tracebacks know its lines.
lines = []


def trace(frame, event, argument):
    if frame.f_code is posixpath.normcase.__code__:
        lines.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


sys.settrace(trace)
posixpath.normcase("A")
sys.settrace(None)
print(lines)
try:
    posixpath.join("a", 1)
except TypeError as error:
    entry = error.__traceback__.tb_next
    print(error, entry.tb_frame.f_code is reference(), entry.tb_lineno - reference().co_firstlineno)
