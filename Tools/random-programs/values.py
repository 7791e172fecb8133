"""The expressions that random programs are made of, and the functions they print with."""

PRELUDE = '''\
import re as _re
def text(x):
    if isinstance(x, (set, frozenset)): return type(x).__name__ + str(sorted(map(text, x)))
    if type(x) is list: return "[" + ", ".join(map(text, x)) + "]"
    if type(x) is tuple: return "(" + ", ".join(map(text, x)) + ")"
    if type(x) is dict: return "{" + ", ".join(text(k) + ": " + text(v) for k, v in x.items()) + "}"
    return repr(x)
def show(*values):
    for value in values:
        try: shown = text(value)
        except Exception as error: shown = f"repr raised {type(error).__name__}: {error}"
        print(_re.sub(r" at 0x[0-9a-f]+", "", shown)[:300], end=" ")
    print()
def failed(error):
    seen = []
    while error is not None and len(seen) < 4:
        seen.append(f"{type(error).__name__}: {_re.sub(r' at 0x[0-9a-f]+', '', str(error))[:300]}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    print("!", " <- ".join(seen))
def attempt(function, *args, **keywords):
    try: result = function(*args, **keywords)
    except Exception as error: failed(error)
    else: show(result)
def narrow(x): return x % 100 if type(x) is int else x
'''

INTS = ["0", "1", "-1", "2", "7", "-13", "255", "256", "1 << 27", "(1 << 27) + 8", "(1 << 27) + 16", "1 << 30", "(1 << 31) - 1", "1 << 31", "1 << 32", "(1 << 61)",
        "(1 << 62) - 1", "1 << 62", "-(1 << 62)", "-(1 << 62) - 1", "(1 << 63) - 1", "1 << 63", "-(1 << 63)",
        "-(1 << 63) - 1", "(1 << 64) - 1", "1 << 64", "-(1 << 64)", "10 ** 20", "-(10 ** 25)", "3 ** 100", "True", "False"]
FLOATS = ["0.0", "-0.0", "1.0", "-1.5", "0.1", "2.5", "1e16", "1e22", "1e-5", "123456.789", "1e300", "-1e308", "5e-324",
          "float('inf')", "float('-inf')", "float('nan')", "2.0 ** 53", "2.0 ** 62", "-2.0 ** 63", "2.0 ** 64", "1e100", "0.5"]
STRINGS = ["''", "'a'", "'b'", "'abc'", "'Hello World'", "'a,b,,c'", "'  pad '", "'ß'", "'Ünï'", "'日本語'", "'😀z'", "'12'",
           "'-7'", "'1e3'", "'\\n\\t'", "'aXbXc'", "'\\x00'", "'\\udc80'", "'%s'", "'{}'", "'İ'", "'ǆ'", "'nan'"]
BYTES = ["b''", "b'a'", "b'abc'", "b'\\x00\\xff'", "bytearray(b'xyz')", "bytearray()", "b'a b c'", "memoryview(b'mem')"]
LISTS = ["[]", "[1]", "[1, 2, 3]", "[3, 1, 2]", "['a', 'b']", "[1, 'a', None]", "[[1], [2]]", "[0.5, 1, True]", "list(range(10))"]
TUPLES = ["()", "(1,)", "(1, 2)", "('a', 1)", "(3, 2, 1)", "((1, 2), 3)", "(None,)"]
DICTS = ["{}", "{'a': 1}", "{1: 2, 3: 4}", "{'a': 1, 'b': [2]}", "{(1, 2): 'x', None: 0}", "dict.fromkeys('abc', 0)"]
SETS = ["set()", "{1, 2, 3}", "{2, 3, 4}", "frozenset({1})", "{'a'}", "frozenset()"]
OTHERS = ["None", "...", "range(5)", "range(10, 0, -3)", "slice(1, None, 2)", "slice(None, None, -1)", "1j", "complex(1.5, -2)",
          "int", "str", "len", "object", "NotImplemented", "iter([1, 2])", "(x for x in 'ab')", "dict(a=1).keys()", "{1: 2}.items()"]
ALL = [INTS, FLOATS, STRINGS, BYTES, LISTS, TUPLES, DICTS, SETS, OTHERS]
BINARY = ["+", "-", "*", "/", "//", "%", "&", "|", "^", "@", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]
SMALL = ["0", "1", "-1", "2", "3", "-3", "5", "None", "'a'", "True"]
STR_METHODS = ["find", "rfind", "index", "count", "split", "rsplit", "partition", "rpartition", "startswith", "endswith",
               "strip", "lstrip", "rstrip", "replace", "join", "center", "ljust", "rjust", "zfill", "expandtabs", "splitlines",
               "encode", "title", "capitalize", "swapcase", "casefold", "upper", "lower", "isdigit", "isalpha", "isidentifier",
               "isprintable", "isspace", "istitle", "isnumeric", "removeprefix", "removesuffix", "format", "translate"]
BYTES_METHODS = ["find", "count", "split", "strip", "replace", "join", "hex", "decode", "startswith", "upper", "center",
                 "partition", "splitlines", "translate", "append", "extend", "pop", "insert", "tobytes", "tolist", "reverse"]
LIST_METHODS = ["append", "extend", "insert", "pop", "remove", "index", "count", "sort", "reverse", "copy", "clear"]
DICT_METHODS = ["get", "pop", "popitem", "setdefault", "update", "keys", "values", "items", "copy", "clear", "fromkeys"]
SET_METHODS = ["add", "discard", "remove", "union", "intersection", "difference", "symmetric_difference", "update",
               "issubset", "issuperset", "isdisjoint", "copy", "intersection_update", "difference_update"]
NUMBER_METHODS = ["bit_length", "bit_count", "to_bytes", "as_integer_ratio", "is_integer", "hex", "conjugate", "__index__",
                  "__round__", "__floor__", "__trunc__", "__divmod__", "__rsub__", "__format__", "__bool__"]
METHODS = [(STRINGS, STR_METHODS), (BYTES, BYTES_METHODS), (LISTS, LIST_METHODS), (DICTS, DICT_METHODS),
           (SETS, SET_METHODS), (INTS, NUMBER_METHODS), (FLOATS, NUMBER_METHODS)]
FUNCTIONS = ["len", "abs", "min", "max", "sum", "sorted", "list", "tuple", "set", "dict", "str", "repr", "int", "float", "bool",
             "ord", "chr", "bin", "hex", "oct", "bytes", "bytearray", "complex", "round", "divmod", "any", "all", "enumerate",
             "zip", "map", "filter", "reversed", "iter", "next", "hash", "callable", "isinstance", "issubclass", "getattr",
             "format", "ascii", "frozenset", "range", "slice", "type", "memoryview"]
ERRORS = ["ValueError('v')", "KeyError('k')", "IndexError", "TypeError('t', 1)", "StopIteration(5)", "ZeroDivisionError()",
          "RuntimeError('r')", "LookupError", "OSError(2, 'no')", "ExceptionGroup('g', [ValueError(1), KeyError(2)])"]
CATCHES = ["ValueError", "KeyError", "(IndexError, KeyError)", "LookupError", "ArithmeticError", "Exception", "RuntimeError", "OSError"]
