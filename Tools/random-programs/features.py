"""Statements of the random programs that exercise one feature of the language each.

Every method of `Features` writes one self-contained piece, made of a template with random parts.
Pieces print through the program's PRELUDE, which shows values without addresses or hash order and
cuts long texts. What a piece multiplies, shifts or repeats is bounded.
"""

import random

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
'''

INTS = ["0", "1", "-1", "2", "7", "-13", "255", "256", "1 << 30", "(1 << 31) - 1", "1 << 31", "1 << 32", "(1 << 61)",
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


class Features:
    """Mixed into the generator; uses its `random`, `write`, `name`, `indent`."""

    def any(self, *pools):
        return self.random.choice(self.random.choice(pools or ALL))

    def some(self, low, high, *pools):
        return ", ".join(self.any(*pools) for _ in range(self.random.randint(low, high)))

    def lines_of(self, template):
        """Writes a template's lines at the current indentation."""
        for line in template.strip("\n").split("\n"):
            self.write(line)

    def feature(self, depth):
        names = [n for n in dir(type(self)) if n.startswith("feature_")]
        getattr(self, self.random.choice(names))()

    def feature_operators(self):
        """One operator over values of many types: quickening, deoptimisation, errors."""
        name, op = self.name("f"), self.pick(*BINARY)
        pools = [self.pick(*ALL), self.pick(INTS, FLOATS), self.pick(*ALL)]
        if op == "*":
            pools = [INTS, FLOATS]
            values = self.some(3, 6, INTS, FLOATS)
        else:
            values = self.some(3, 6, *pools)
        self.lines_of(f"""
def {name}(x, y): return x {op} y
for x in ({values},):
    for y in ({values}, {self.any(*pools)}): attempt({name}, x, y)
""")

    def feature_shift_power(self):
        """Shifts and powers with a bounded right side."""
        name, op = self.name("f"), self.pick("<<", ">>", "**")
        right = self.some(2, 5, ["0", "1", "2", "3", "31", "62", "63", "64", "-1", "-2", "0.5", "-0.5", "True", "65"])
        self.lines_of(f"""
def {name}(x, y): return x {op} y
for x in ({self.some(3, 6, INTS, FLOATS)},):
    for y in ({right},): attempt({name}, x, y)
""")

    def feature_border_loop(self):
        """Arithmetic that crosses the widths of machine ints in a hot loop."""
        v = self.name("n")
        step = self.pick("+ k", "- k", "* 3", "* -2", "+ (1 << 60)", "- (1 << 61)", "^ (1 << 62)", "| (1 << 63)", "* k")
        self.lines_of(f"""
{v} = {self.any(INTS)}
for k in range({self.random.randint(3, 30)}):
    {v} = {v} {step}
    if {v} {self.pick('>', '<', '>=', '<=')} {self.any(INTS)}: {v} {self.pick('//=', '%=', '>>=', '-=')} {self.pick('3', '7', '1 << 5 & 31 or 1', '1')}
    {v} = {v} % (1 << 300) if {v} > 0 else -(-{v} % (1 << 300))
show({v}, {v} // 7, {v} % 1000, -{v} // 3, ~{v}, {v}.bit_length(), float({v}))
""")

    def feature_methods(self):
        """Methods of builtin types with arguments that may not fit."""
        pool, methods = self.pick(*METHODS)
        for _ in range(4):
            method = self.pick(*methods)
            arguments = [] if method in ("expandtabs",) else [pool, SMALL, SMALL, self.pick(*ALL)]
            x = self.name("x")
            given = self.some(0, 3, *arguments) if arguments else self.some(0, 1, SMALL)
            if method in ("center", "ljust", "rjust", "zfill", "insert", "to_bytes", "extend", "update"):
                given = self.some(0, 3, SMALL, pool if method not in ("zfill", "center", "ljust", "rjust", "to_bytes") else SMALL)
            self.write(f"{x} = {self.any(pool)}")
            self.write(f"attempt(lambda: {x}.{method}({given}))")
            self.write(f"show({x})")

    def feature_builtins(self):
        """Builtin functions with values of any type."""
        for _ in range(4):
            function = self.pick(*FUNCTIONS)
            # Other hashes may differ; a size must be small.
            pools = [INTS] if function == "hash" else [self.pick(*ALL), SMALL, self.pick(*ALL)]
            if function in ("bytes", "bytearray", "range", "chr"):
                pools = [SMALL, LISTS, STRINGS]
            call = f"{function}({self.some(1, 2, *pools)})"
            wrapped = f"list(({call}))" if function in ("map", "filter", "zip", "enumerate", "reversed") else call
            self.write(f"attempt(lambda: {wrapped})")

    def feature_subscripts(self):
        """Items and slices: read, assigned, deleted."""
        x = self.name("x")
        def index():
            bound = lambda: self.pick("", "0", "1", "-1", "2", "-2", "5", "-9", "None", "1 << 70")
            return self.pick(lambda: self.any(SMALL), lambda: f"{bound()}:{bound()}", lambda: f"{bound()}:{bound()}:{self.pick('1', '2', '-1', '-2', '3')}",
                             lambda: self.any(INTS, STRINGS, TUPLES))()
        start = self.pick(self.any(LISTS), self.any(DICTS), self.any(STRINGS), "bytearray(b'abcdef')", "list('abcdef')", self.any(TUPLES), self.any(OTHERS))
        self.write(f"{x} = {start}")
        for _ in range(self.random.randint(2, 5)):
            line = self.pick(f"show({x}[{index()}])", f"{x}[{index()}] = {self.any(LISTS, TUPLES, SMALL, BYTES, STRINGS)}", f"del {x}[{index()}]",
                             f"{x}[{index()}] += {self.any(LISTS, SMALL)}")
            self.lines_of(f"""
try: {line}
except Exception as error: failed(error)
""")
        self.write(f"show({x})")

    def feature_format(self):
        """Format specifications of f-strings, str.format and %."""
        spec = "".join([self.pick("", "", "<", ">", "^", "=", "*<", "0^", "é>"), self.pick("", "+", "-", " "), self.pick("", "", "z"), self.pick("", "#"),
                        self.pick("", "0"), self.pick("", "5", "12", "30"), self.pick("", "", ",", "_"), self.pick("", ".0", ".3", ".10", ".1"),
                        self.pick("", "d", "f", "e", "g", "G", "E", "F", "%", "x", "X", "o", "b", "n", "c", "s", "r")])
        percent = "%" + "".join([self.pick("", "-", "0", "+", " ", "#"), self.pick("", "5", "12", "*"), self.pick("", ".0", ".3", ".*"), self.pick(*"diouxXeEfFgGcrsa%z")])
        values = self.some(3, 6, INTS, FLOATS, STRINGS, OTHERS[:12])
        self.lines_of(f"""
for x in ({values},):
    attempt(lambda: f'{{x:{spec}}}')
    attempt(format, x, {spec!r})
    attempt(lambda: {percent!r} % x)
    attempt(lambda: {percent!r} % (x,))
    attempt(lambda: {percent!r} % ({self.pick('3', '-8', '0')}, x))
    attempt({self.pick('{!r:>9}|{:<4}|{}', '{0[0]}', '{x.real}', '{:{}}', '{0!a}', '{', '{}{1}', '{x}', '{!s:.2}')!r}.format, x, {self.pick('3', 'x')}, x=x)
""")

    def feature_number_text(self):
        """Numbers from and to text."""
        texts = self.some(3, 6, STRINGS, ["' 1_000 '", "'0x1F'", "'1__0'", "'-0b11'", "'١٢'", "'1e400'", "'.5'", "'5.'", "'+inf'", "'1e-400'", "'0o17'", "'z'", "'1.7976931348623159e308'", "'1+2j'", "'(1-j)'"])
        x = self.any(FLOATS)
        self.lines_of(f"""
for x in ({texts},):
    attempt(int, x); attempt(int, x, {self.pick('0', '2', '16', '36', '37')}); attempt(float, x); attempt(complex, x)
show({x}, str({x}), {self.any(INTS)} * 10 ** {self.random.randint(0, 40)}, 1 / 3 ** {self.random.randint(0, 30)})
attempt(lambda: round({self.any(FLOATS, INTS)}, {self.pick('0', '1', '-1', '3', '-20', 'None', '17')}))
attempt(lambda: ({x}).hex()); attempt(lambda: ({x}).as_integer_ratio()); attempt(lambda: divmod({self.any(INTS, FLOATS)}, {self.any(INTS, FLOATS)}))
""")

    def feature_math(self):
        """The functions of math on border values."""
        names = ["floor", "ceil", "trunc", "isqrt", "gcd", "lcm", "comb", "perm", "fmod", "copysign", "frexp", "modf", "ldexp", "hypot", "isclose", "fsum", "prod", "nextafter", "remainder", "factorial", "degrees", "sqrt"]
        for _ in range(4):
            function = self.pick(*names)
            values = self.some(1, 2, ["0", "5", "20", "-3", "64"], ["True", "2.5", "7"]) if function in ("comb", "perm", "factorial", "ldexp") else self.some(1, 2, INTS, FLOATS, [self.any(LISTS)])
            self.write(f"import math; attempt(lambda: math.{function}({values}))")

    def feature_signature(self):
        """Calls of random signatures with random arguments."""
        name, parameters, names = self.name("f"), [], ["a", "b", "c", "d"]
        default = False
        for n in names[:self.random.randint(0, 4)]:
            default = default or self.random.random() < 0.4
            parameters.append(n + (f"={self.any(SMALL)}" if default else ""))
        if parameters and self.random.random() < 0.3:
            parameters.insert(self.random.randint(1, len(parameters)), "/")
        star = self.pick("", "*args", "*")
        only = [n + self.pick("", "=9") for n in ("k", "l")[:self.random.randint(1 if star == "*" else 0, 2)]] if star else []
        parameters += ([star] if star else []) + only + (["**kw"] if self.random.random() < 0.4 else [])
        self.lines_of(f"""
def {name}({', '.join(parameters)}):
    return sorted(locals().items(), key=lambda p: p[0])
class {name}C:
    def __init__(self, {', '.join(parameters)}): self.got = sorted(locals().items(), key=lambda p: p[0])[-3:-1]
    def m(self, {', '.join(parameters)}): return sorted(locals().items(), key=lambda p: p[0])[:3]
    def __call__(*args, **kw): return len(args), sorted(kw)
    def __repr__(self): return '<it>'
""")
        for _ in range(self.random.randint(2, 4)):
            given = [self.any(SMALL) for _ in range(self.random.randint(0, 4))]
            if self.random.random() < 0.3:
                given.append(f"*{self.any(LISTS, TUPLES, STRINGS, SMALL)}")
            keywords = [f"{n}={self.any(SMALL)}" for n in ("a", "b", "k", "l", "z", "self") if self.random.random() < 0.25]
            if self.random.random() < 0.3:
                keywords.append(f"**{self.pick('{}', repr({'k': 1}), repr({'b': 2, 'q': 3}), '{1: 2}', 'None')}")
            call = ", ".join(given + keywords)
            times = self.pick(1, 1, 3)
            self.lines_of(f"""
for _ in range({times}):
    attempt(lambda: {name}({call}))
    attempt(lambda: {name}C({call}).got)
    attempt(lambda: {name}C.m({name}C, {call}))
    attempt(lambda: {name}C({self.some(0, 2, SMALL)})({call}))
""")

    def feature_class_protocols(self):
        """Operators, reflected and in-place ones, container protocols."""
        a, b = self.name("A"), self.name("B")
        ops = [("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("mod", "%"), ("and", "&"), ("lshift", "<<"), ("matmul", "@"), ("pow", "**")]
        name, op = self.pick(*ops)
        answer = self.pick("NotImplemented", "(self.v, other)", "self", f"type(self)({self.any(SMALL)})", "1 / 0")
        self.lines_of(f"""
class {a}:
    def __init__(self, v=0): self.v = v
    def __repr__(self): return f'{{type(self).__name__[0]}}({{self.v!r}})'
    def __{name}__(self, other): return {answer}
    def __{self.pick('r', 'r', 'i')}{name}__(self, other): return {self.pick('NotImplemented', '("r", other)', 'self')}
    def __eq__(self, other): return {self.pick('NotImplemented', 'self.v == getattr(other, "v", other)', 'True')}
    {self.pick('__hash__ = None', 'def __hash__(self): return 7', 'def __lt__(self, other): return self.v < other.v')}
    def __len__(self): return {self.pick('3', '0', '-1', 'self.v', "'x'", '1 << 70')}
    def __getitem__(self, i): {self.pick('return [1, 2, 3][i]', 'raise IndexError(i)', 'return [i][i // 9]', 'raise KeyError(i)')}
    def __contains__(self, x): return {self.pick('x == 1', '[]', 'None', '1 / 0')}
class {b}({a}):
    def __{self.pick('r', '')}{name}__(self, other): return {self.pick('NotImplemented', '("B", other)')}
    def __bool__(self): return {self.pick('True', 'False', '1', 'len(self) > 1')}
    def __index__(self): return {self.pick('2', '-1', 'self.v', "'no'", 'True')}
    def __iter__(self): return {self.pick('iter([1, 2])', '(c for c in "xy")', '5', 'self')}
    def __next__(self): raise {self.pick('StopIteration', 'ValueError(1)')}
xs = [{a}({self.any(SMALL)}), {b}({self.any(SMALL)}), {b}(1), {self.any(SMALL)}]
for x in xs:
    for y in xs[:3]:
        attempt(lambda: x {op} y); attempt(lambda: x {self.pick('==', '!=', '<', '>')} y)
    attempt(len, x); attempt(bool, x); attempt(lambda: [1, 2, 3][x]); attempt(lambda: x[1]); attempt(lambda: 1 in x)
    attempt(lambda: {self.pick('list(x)', '[*x]', 'dict.fromkeys(x)', 'range(x)', 'x[::2]', 'hash(x)', 'sorted(xs)', 'max(xs)', '{x: 1}', 'next(x)', 'reversed(x)', '-x', 'x()')})
    z = x
    try: z {op}= {self.pick('2', 'x', 'xs[1]')}
    except Exception as error: failed(error)
    show(z)
""")

    def feature_attributes(self):
        """Attribute look-up: properties, descriptors, slots, __getattr__, class changes."""
        a, b = self.name("A"), self.name("B")
        slots = self.pick("", "    __slots__ = ('x', 'y')\n", "    __slots__ = ('x',)\n", "    __slots__ = ('x', 'y', '__dict__')\n")
        hook = self.pick("def __getattr__(self, n): return 'missing ' + n", "def __getattr__(self, n): raise AttributeError('no ' + n)", "def extra(self): return 1",
                         "def __getattribute__(self, n): return object.__getattribute__(self, n)", "def __setattr__(self, n, v): object.__setattr__(self, n, (n, v) if n == 'y' else v)")
        change = self.pick(f"{a}.m = lambda self: 'changed'", f"del {a}.m", f"{a}.x = property(lambda self: 'px')", f"{b}.x = 5", f"objects[0].__class__ = {b}", f"{b}.__bases__ = ({a},)",
                           f"{b}.__getattr__ = lambda self, n: n * 2", f"{b}.m = 3", f"{a}.p = 8", f"objects[-1].m = lambda: 'own'", f"objects[-1].__dict__['x'] = 'd'", f"objects[0].__dict__.clear()")
        self.lines_of(f"""
class D{a}:
    def __get__(self, o, t=None): return 'got'
    {self.pick('def __set__(self, o, v): print("set", v)', 'def __delete__(self, o): print("deleted")', 'def __set_name__(self, o, n): self.n = n')}
class {a}:
{slots}    {hook}
    def __init__(self, x): self.x = x
    def m(self): return self.x
    @property
    def p(self): return self.{self.pick('x', 'nothing', 'q')}
    {self.pick('@p.setter', '@p.deleter')}
    def p(self, *v): self.x = v
    q = D{a}()
    @classmethod
    def c(cls): return cls.__name__[0]
    @staticmethod
    def s(*a): return a
class {b}({a}):
    {self.pick('pass', 'k = 1', 'def m(self): return super().m()', "__slots__ = ()", "__slots__ = ('z',)", 'def __init__(self, *a): super().__init__(*a)')}
objects = [{a}(1), {b}('t'), {b}(2.5)]
def look(o):
    for action in ({", ".join(self.pick("lambda: o.x", "lambda: o.m()", "lambda: o.p", "lambda: o.q", "lambda: o.c()", "lambda: o.s(1)", "lambda: o.none", "lambda: setattr(o, 'p', 4)", "lambda: setattr(o, 'y', 4)",
                   "lambda: o.y", "lambda: delattr(o, 'x')", "lambda: setattr(o, 'q', 1)", "lambda: delattr(o, 'p')", "lambda: o.k", "lambda: hasattr(o, 'z')", "lambda: setattr(o, 'm', 1)", "lambda: len(vars(o))") for _ in range(5))}):
        try: print(action(), end='; ')
        except Exception as error: failed(error)
for o in objects * 3: look(o)
try: {change}
except Exception as error: failed(error)
for o in objects * 2: look(o)
""")

    def feature_generators(self):
        """Generators driven by next, send, throw and close."""
        g, h = self.name("g"), self.name("h")
        def step(kind=""):
            return self.pick("got = yield 1", "got = yield got", "yield from [7, 8]", f"got = yield from {h}()" if kind else "yield", "print('in', got)", "return 'end'",
                             f"raise {self.any(ERRORS)}", "yield from 5" if self.random.random() < 0.2 else "yield (got, 2)")
        drive = [self.pick("next(it)", "it.send(5)", "it.send(None)", f"it.throw({self.any(ERRORS)})", "it.throw(ValueError)", "it.close()", "list(it)", "next(it, 'default')", "it.throw(GeneratorExit)") for _ in range(self.random.randint(3, 7))]
        self.lines_of(f"""
def {h}(got=None):
    try:
        {step()}
        got = yield 'h'
        {step()}
    except {self.pick(*CATCHES)} as error:
        print('h caught', type(error).__name__)
        {self.pick('yield "after"', 'raise', 'return 3', 'pass')}
    finally:
        print('h finally')
    return got
def {g}(got=None):
    {step('g')}
    try:
        {step('g')}
        {step('g')}
    except {self.pick(*CATCHES)}:
        {self.pick('yield "again"', 'raise', 'got = 0', 'raise KeyError("new")')}
    else: print('else')
    finally:
        {self.pick('print("finally")', 'yield "late"' , 'got = 5')}
    {step('g')}
it = {g}()
for action in ({', '.join(f'lambda: {d}' for d in drive)},):
    try: show(action())
    except (Exception, GeneratorExit) as error: failed(error)
    show(it.gi_frame is None, it.gi_running)
it.close() if {self.pick('True', 'False')} else None
""")
        self.write("try: it.close()")
        self.write("except BaseException as error: failed(error)")

    def feature_coroutines(self):
        """Coroutines and asynchronous generators driven by hand."""
        f = self.name("co")
        self.lines_of(f"""
class Wait{f}:
    def __init__(self, v): self.v = v
    def __await__(self):
        {self.pick('got = yield self.v', 'got = yield from iter([self.v])', 'return self.v')}
        return {self.pick('self.v', '"r"')}
async def inner{f}(n):
    {self.pick('await Wait' + f + '(n)', 'pass', 'raise ' + self.any(ERRORS))}
    return n * 2
async def gen{f}(n):
    for i in range(n):
        {self.pick('await Wait' + f + '(i)', 'pass')}
        yield i
class Ctx{f}:
    async def __aenter__(self): {self.pick('await Wait' + f + '("enter")', 'pass')}; return 'ctx'
    async def __aexit__(self, *a): print('exit', a[0]); return {self.pick('True', 'False', 'None')}
async def {f}():
    total = []
    async with Ctx{f}() as c:
        total.append(c)
        async for i in gen{f}({self.random.randint(0, 4)}):
            total.append(i)
            {self.pick('continue', 'if i == 2: break', 'pass', 'if i: raise ' + self.any(ERRORS))}
        else: total.append('else')
        total.append(await inner{f}(3))
    total += [i async for i in gen{f}(2) if i]
    return total
co = {f}()
try:
    for _ in range(30):
        print('awaits', co.{self.pick('send(None)', 'send(None)', 'send(None)')})
        {self.pick('pass', 'pass', 'if _ == 1: co.throw(' + self.any(ERRORS) + ')', 'if _ == 2: co.close()')}
except StopIteration as stop: show('returned', stop.value)
except BaseException as error: failed(error)
co.close()
""")

    def feature_try(self):
        """Nested try statements in a loop, with every way of leaving."""
        f = self.name("f")
        leave = lambda: self.pick("pass", "pass", "break", "continue", "return i", "raise", f"raise {self.any(ERRORS)}", f"raise {self.any(ERRORS)} from {self.pick('None', 'ValueError(9)', 'error')}", "log.append(i)", "1 / (i - 1)", "{}[i]", "del error")
        def safe(text):  # what is legal in a finally block of 3.13, and has `error`
            return text if "raise" == text or "error" not in text else "pass"
        self.lines_of(f"""
def {f}():
    log = []
    for i in range({self.random.randint(1, 4)}):
        try:
            try:
                {safe(leave())}
                {safe(leave())}
            except {self.pick(*CATCHES)} as error:
                log.append(type(error).__name__)
                {leave()}
            else:
                log.append('else')
                {safe(leave())}
            finally:
                log.append('finally')
                {self.pick('pass', 'pass', safe(leave()))}
        except {self.pick(*CATCHES)} as error:
            log.append(repr(error))
            {self.pick('pass', leave())}
        except* {self.pick('ValueError', 'KeyError', 'OSError')} as group: log.append(len(group.exceptions))
    return log
""".replace("        except* ", "        # ") if self.random.random() < 0.8 else f"""
def {f}():
    log = []
    try:
        raise ExceptionGroup('outer', [{self.pick('ValueError(1)', 'KeyError(2)', 'OSError(3)')}, ExceptionGroup('inner', [TypeError(4), {self.pick('ValueError(5)', 'KeyError(6)')}])])
    except* {self.pick('ValueError', 'KeyError', '(TypeError, OSError)')} as group:
        log.append(str(group.exceptions)); {self.pick('pass', 'raise', 'raise RuntimeError("in")')}
    except* {self.pick('TypeError', 'Exception')} as group:
        log.append(repr(group))
    else: log.append('else')
    finally: print(log)
    return log
""")
        self.lines_of(f"""
try: show({f}())
except Exception as error: failed(error)
import sys; show(sys.exception())
""")

    def feature_with(self):
        """Context managers that swallow, raise or replace exceptions."""
        c, f = self.name("Ctx"), self.name("f")
        self.lines_of(f"""
import contextlib
class {c}:
    def __init__(self, n): self.n = n
    def __enter__(self): print('enter', self.n); {self.pick('return self.n', 'return self', '1 / 0' if self.random.random() < 0.3 else 'return [1, 2]')}
    def __exit__(self, kind, error, trace):
        print('exit', self.n, kind and kind.__name__)
        {self.pick('return True', 'return False', 'return self.n', f'raise {self.any(ERRORS)}', 'return kind is ValueError')}
@contextlib.contextmanager
def m{c}(n):
    try: yield n
    except {self.pick(*CATCHES)} as error: print('m', repr(error)); {self.pick('raise', 'pass', 'raise KeyError(n)')}
    finally: print('m end')
def {f}():
    for i in range(2):
        with {c}(i) as a, {self.pick(f'{c}(5)', f'm{c}(3)', 'contextlib.suppress(KeyError)', 'contextlib.nullcontext()', 'contextlib.ExitStack()')} as b:
            {self.pick('print(type(b).__name__)', 'return a', 'continue', f'raise {self.any(ERRORS)}', 'break')}
            {self.pick('print(type(a).__name__)', f'raise {self.any(ERRORS)}')}
        print('after', i)
attempt({f})
""")

    def feature_match(self):
        """Structural pattern matching."""
        f = self.name("f")
        patterns = ["[a, b]", "[a, *rest]", "[*_, 3]", "{'a': x}", "{'a': 1, **more}", "int(n) if n > 5", "str() | bytes()", "(1 | 2) as k", "None", "Point(x=0, y=y)", "Point(x, y)", "[Point(1), _]",
                    "float()", "[[a], *_]", "'abc'", "-1", "True", "{}", "[]", "(a, (b, c))", "list([x])", "dict(d)", "1.5 | 2.5", "Point()", "bool(b)", "2 + 3j", "object(real=r)", "{1: v}", "{'a': [*_, last]}"]
        chosen = self.random.sample(patterns, self.random.randint(2, 6))
        cases = "\n".join(f"        case {p}: return {i}, {{k: v for k, v in locals().items() if k != 'v0'}}" for i, p in enumerate(chosen))
        self.lines_of(f"""
class Point:
    __match_args__ = {self.pick("('x', 'y')", "('x',)", "['x']", "('x', 'x')")}
    def __init__(self, x, y): self.x = x; self.y = y
    def __repr__(self): return 'P'
def {f}(v0):
    match v0:
{cases}
    return 'none'
for v in ({self.some(4, 8)}, Point(0, 1), Point(1, 2), [Point(1, 1), 2], {{'a': [1, 2]}}, (1, (2, 3))): attempt({f}, v)
""")

    def feature_comprehensions(self):
        """Nested comprehensions with closures and named expressions."""
        source = lambda: self.pick("range(3)", "'abc'", "[1, 2, 3]", "[(1, 2), (3, 4)]", "{'k': 1}", "[None, 0]", "range(2, 5)")
        kind = self.pick("[{}]", "list({})", "{{{}}}", "sum({})", "tuple({})", "dict(({}))", "sorted({})", "any({})")
        body = self.pick("(x, y)", "x", "f(x)", "(lambda: x)()", "[y for y in range(2) if x]", "(z := x)", "x + y", "x * 2", "{x: y}", "[w for w in [x]]")
        inner = f"{body} for x in {source()} {self.pick('', 'if x', 'if (q := x)', 'if x != 1')} for y in {source()} {self.pick('', 'if y', 'if x != y', 'if not x or y')}"
        self.lines_of(f"""
def {self.name('f')}(f=lambda v: [v]):
    x = y = 5
    result = {kind.format(inner)}
    show(result, x, y)
    fs = [lambda a=0: (i, a) for i in range(3)]
    show([g() for g in fs], [g(i) for i, g in enumerate(fs)])
attempt(f{self.counter})
class K{self.counter}:
    n = 3
    xs = {self.pick('[n for _ in range(2)]', '[i for i in range(n)]', 'list(map(lambda q: q, [n]))')} if {self.pick('1', '0')} else 0
attempt(lambda: K{self.counter}.xs)
""".replace("class K", "class K", 1)) if self.random.random() < 0.75 else self.lines_of(f"""
attempt(lambda: {kind.format(inner.replace('f(x)', 'str(x)'))})
""")

    def feature_closures(self):
        """Closures, nonlocal and global names, deleted names, decorators."""
        f = self.name("f")
        self.lines_of(f"""
G{f} = {self.any(SMALL)}
def deco(k):
    def wrap(g):
        def inner(*a, **kw): return (k, g(*a, **kw))
        inner.__name__ = g.__name__
        return inner
    return wrap
def {f}(n):
    cell = n
    def bump(by={self.any(SMALL)}):
        nonlocal cell
        {self.pick('cell += by', 'cell = (cell, by)', 'del cell', 'cell = cell')}
        return cell
    @deco('d')
    def reader(): return {self.pick('cell', 'n', 'G' + f, 'reader.__name__', 'undefined_name')}
    def setter(v):
        global G{f}
        {self.pick('G' + f + ' = v', 'del G' + f, 'G' + f + ' += 1')}
        return G{f}
    {self.pick('del n', 'pass', 'n = [n]')}
    return bump, reader, setter
bump, reader, setter = {f}({self.any(SMALL)})
for action in ({', '.join(self.pick('bump', 'reader', 'lambda: setter(4)', 'lambda: bump(2)', 'lambda: G' + f) for _ in range(6))}): attempt(action)
{self.pick('len = lambda x: "mine"; show(len([])); del len; show(len([]))', 'import builtins; builtins.zz = 5; show(zz); del builtins.zz; attempt(lambda: zz)', 'show(f"{bump.__name__} {reader.__qualname__}")')}
""")

    def feature_sorting(self):
        """Sorting with keys, comparison errors and lists that change meanwhile."""
        xs = self.name("xs")
        self.lines_of(f"""
{xs} = [{self.some(0, 9, self.pick(INTS, FLOATS[:13], STRINGS, TUPLES, INTS + FLOATS[:12]), self.pick(INTS, STRINGS[:8], TUPLES))}]
attempt(sorted, {xs}); attempt(lambda: sorted({xs}, key={self.pick('str', 'repr', 'lambda v: -v', 'lambda v: v % 3', 'lambda v: (len(str(v)), str(v))', 'type', 'None', 'lambda v: 1 / v', 'len')}, reverse={self.pick('True', 'False', '1')}))
attempt(lambda: {self.pick('min', 'max')}({xs}, key={self.pick('str', 'abs', 'lambda v: str(v)[-1]', 'None')}{self.pick('', ', default=3')}))
attempt({xs}.sort); show({xs})
ys = [(k * 37 % 101, k) for k in range({self.random.randint(0, 90)})]
ys.sort(key=lambda p: p[0] % {self.random.randint(1, 9)}, reverse={self.pick('True', 'False')}); show(ys[:9], ys[-4:])
def grow(v): {xs}.append(1) if len({xs}) < 20 else None; return 0
attempt(lambda: {xs}.sort(key=grow)); attempt(lambda: sum({xs})); attempt(lambda: sum({xs}, [])); attempt(lambda: {xs} {self.pick('<', '==', '>=')} list(reversed({xs})))
""")

    def feature_iteration_changes(self):
        """Containers that change while they are iterated."""
        kind, start, actions = self.pick(
            ("dict", "{k: k for k in range(5)}", ["c[k + 10] = 1", "del c[k]", "c.clear()", "c[k] = 0", "c.pop(4, None)", "c.update({1: 2})"]),
            ("set", "set(range(5))", ["c.add(k + 10)", "c.discard(k)", "c.clear()", "c |= {1}"]),
            ("list", "list(range(5))", ["c.append(k)", "c.pop()", "c.insert(0, k)", "c.clear()", "c.remove(k)", "c[:] = c[1:]", "c *= 2"]),
            ("deque", "__import__('collections').deque(range(5))", ["c.append(k)", "c.pop()", "c.rotate(1)"]),
            ("bytearray", "bytearray(range(5))", ["c.append(k)", "c.pop()", "del c[0]"]))
        view = self.pick("c", "c.keys()", "c.items()", "reversed(c)", "c.values()") if kind == "dict" else self.pick("c", "reversed(c)", "enumerate(c)", "iter(c)")
        self.lines_of(f"""
def {self.name('f')}():
    c = {start}
    seen = []
    for n, item in enumerate({view}):
        k = item[0] if type(item) is tuple else item
        seen.append(k)
        if n {self.pick('== 1', '== 3', '< 2', '>= 0')} and len(c) < 12: {self.pick(*actions)}
        if n > 12: break
    return seen, c
attempt(f{self.counter})
""")

    def feature_containers(self):
        """A run of random updates of a dict and a set."""
        d, s = self.name("d"), self.name("s")
        self.write(f"{d}, {s} = {self.any(DICTS)}, set({self.any(LISTS[:4])})")
        key = lambda: self.any(SMALL, STRINGS[:6], FLOATS[:5], INTS, ["[]", "(1, [])"] if self.random.random() < 0.1 else ["(1, 2)"])
        for _ in range(self.random.randint(4, 12)):
            action = self.pick(f"{d}[{key()}] = {self.any()}", f"del {d}[{key()}]", f"{d}.pop({key()}, 'gone')", f"{d}.setdefault({key()}, [])", f"{d}.update({self.any(DICTS)})", f"show({d}.popitem())", f"{d} |= {self.any(DICTS)}",
                               f"{s}.add({key()})", f"{s}.remove({key()})", f"{s} {self.pick('|', '&', '-', '^')}= {self.any(SETS)}", f"show({key()} in {d}, {key()} in {s})", f"show({d}.keys() {self.pick('&', '|', '-', '^', '<=', '==')} {self.any(SETS)})",
                               f"show({d} == {self.any(DICTS)}, len({d}), list({d})[-1:])", f"for k in range(40): {d}[k] = k\nfor k in range(0, 40, 3): {d}.pop(k, None)")
            self.write("try:")
            for line in action.split("\n"):
                self.write("    " + line)
            self.write("except Exception as error: failed(error)")
        self.write(f"show({d}, {s})")

    def feature_itertools(self):
        """Chains of itertools, functools and collections."""
        # What skips items needs an end; `islice` ends the rest.
        finite = lambda: self.pick("range(6)", "'abcab'", "[3, 1, 2]", "['', 'x']", "[(1, 2), (3, 4)]", "[]")
        source = lambda: self.pick("range(6)", "'abcab'", "[3, 1, 2]", "count(1)", "cycle('xy')", "repeat(7, 3)", "[(1, 2), (3, 4)]", "[]")
        part = self.pick(f"chain({source()}, {source()})", f"zip_longest({source()}, [1, 2], fillvalue=0)", f"accumulate({source()}{self.pick('', ', max', ', initial=0', ', lambda a, b: a')})", f"takewhile(lambda v: v != 2, {source()})",
                         f"dropwhile(lambda v: v != 2, {finite()})", f"product('ab', {self.pick('range(2)', '(1, 2)')}, repeat={self.pick(1, 2)})", f"permutations('abc', {self.pick(0, 2, 3, 5)})", f"combinations('abcd', {self.pick(0, 2, 4, -1)})",
                         f"combinations_with_replacement('ab', 2)", f"groupby('aabbca')", f"starmap(pow, [(2, 3), (3, 2)])", f"pairwise({source()})", f"batched({source()}, {self.pick(1, 2, 0)})", f"compress({source()}, [1, 0, 1, 1])",
                         f"filterfalse(None, {finite()})", f"tee({source()}, 2)[1]", f"map(lambda a, b: (a, b), {source()}, {source()})", f"islice({source()}, 1, None, 2)", f"zip({source()}, {source()}, strict={self.pick('True', 'False')})", f"enumerate({source()}, {self.pick('1', '1 << 62', '-1')})")
        self.lines_of(f"""
from itertools import chain, zip_longest, accumulate, takewhile, dropwhile, product, permutations, combinations, combinations_with_replacement, groupby, starmap, pairwise, batched, compress, filterfalse, tee, islice, count, cycle, repeat
import functools, collections, operator
attempt(lambda: list(islice({part}, {self.pick('8', '3', 'None, 5', '1, 9, 2', '-1')})))
attempt(lambda: functools.reduce({self.pick('lambda a, b: (a, b)', 'operator.add', 'max')}, {self.pick("[1, 2, 3]", "'abc'", "[]", "range(5)")}{self.pick('', ', 0')}))
attempt(lambda: collections.Counter({self.pick("'abca'", '[1, 1, 2]')}).most_common({self.pick('1', '', '5')}))
attempt(lambda: collections.deque({self.pick('range(5)', "'ab'")}, {self.pick('3', 'None', '0', '-1')}){self.pick('', '.pop()', '[1]', '.rotate(2)', '.index(3)', ' + collections.deque([1])')})
attempt(lambda: collections.OrderedDict(a=1, b=2){self.pick('', '.popitem(last=False)', ".move_to_end('a')", ".move_to_end('z')", " == {'b': 2, 'a': 1}")})
p = functools.partial({self.pick('int, base=2', "print, 'p'", 'max, 3', 'pow, 2')})
attempt(lambda: p({self.pick("'101'", '4', '', '5, 6')}))
@functools.lru_cache(maxsize={self.pick('None', '2', '0')})
def cached(n): return n if n < 2 else cached(n - 1) + cached(n - 2)
attempt(lambda: (cached({self.random.randint(0, 30)}), cached.cache_info()))
attempt(lambda: collections.namedtuple('N', {self.pick("'a b'", "['x', 'y', 'x']", "'a def'", "'_a b'")})({self.some(1, 3, SMALL)}){self.pick('', '._asdict()', '._replace(a=0)', '.b', '[0]')})
""")

    def feature_unpacking(self):
        """Assignments to targets of every form."""
        target = self.pick("a, b = {}", "a, *b = {}", "*a, b = {}", "(a, b), *c = {}", "[a, *b, c] = {}", "a = b, *c = {}", "a, (b, *c) = {}", "for a, b in [{}]: pass", "a = [*{}]", "a = {{**{}}}", "a = 1, *{}")
        for _ in range(3):
            self.lines_of(f"""
a = b = c = 0
try:
    {target.format(self.any(LISTS, TUPLES, STRINGS, DICTS, OTHERS[:10], SMALL, ['(1, (2, 3, 4))', '((1, 2), 3, 4)']))}
    show(a, b, c)
except Exception as error: failed(error)
""")

    def feature_polymorphic(self):
        """One call site and one attribute site that see many kinds of objects."""
        f, k = self.name("f"), self.name("K")
        things = ["len", "str", "lambda v: [v]", f"{k}", f"{k}(1).m", f"{k}.c", f"{k}(2)", "functools.partial(max, 3)", "[].append", "'x'.join", "dict", "5", "None", f"{k}.s", "int", "type", "''.upper", f"{k}.m"]
        self.lines_of(f"""
import functools
class {k}:
    v = 'class'
    def __init__(self, *a, **k): self.a = a
    def m(self, *a): return ('m', self.a, a)
    @classmethod
    def c(cls, *a): return ('c', a)
    @staticmethod
    def s(*a): return ('s', a)
    def __call__(self, *a): return ('call', a)
    def __repr__(self): return f'K{{self.a}}'
class {k}2({k}):
    __slots__ = ('w',)
    def __init__(self, w): self.w = w; self.v = w; self.a = ()
class {k}3: v = property(lambda self: 'prop')
def {f}(g, *a): return g(*a)
def {f}2(g, a): return g(a)
def {f}3(o): return o.v
def {f}4(o, n): o.v = n; return o.v
for g in [{', '.join(self.pick(*things) for _ in range(7))}] * 2:
    attempt({f}, g, {self.any(SMALL, LISTS, STRINGS[:4])}); attempt({f}2, g, {self.any(SMALL, LISTS)}); attempt({f}, g)
objects = [{', '.join(self.pick(f'{k}()', f'{k}2(1)', f'{k}3()', k, f'{k}2', '5', 'None', "'s'", f'{k}2("q")', 'len') for _ in range(6))}]
for o in objects * 2: attempt({f}3, o)
for o in objects: attempt({f}4, o, {self.any(SMALL)})
for o in objects: attempt({f}3, o)
""")

    def feature_text(self):
        """Regular expressions, JSON, struct and slices of text."""
        pattern = self.pick("(a)|b", "[a-c]+", r"(?P<x>\\w)(?P=x)?", "^\\s*(.*?)\\s*$", "a{2,}?", "(?i)hello", "(?<=a)b|c(?!d)", "\\d+|\\D", "", "x*", "(?:ab)*c?", "[^,]+", "(a|ab)(c|bcd)(d*)")
        subject = self.any(STRINGS, ["'abcdabcd'", "'aab bcc'", "'hello HELLO'", "'12 ab 34'"])
        data = self.pick("[1, 2.5, None, True]", r"{'a': [1, {}], 'b': 'é\u2028'}", r"'\ud800'", "float('inf')", "{1: 2, None: 3}", "(1, 2)", "1 << 70", "{(1, 2): 3}", "{1, 2}", "-0.0")
        replacement = self.pick("'<>'", "lambda m: m[0] * 2", r"r'[\g<0>]'", r"r'\1'")
        options = self.pick("", ", indent=1", ", sort_keys=True", ", ensure_ascii=False", ", separators=(',', ':')", ", default=str")
        document = self.pick("'[1, 2.50, -0, 1e2, null]'", """'{"a": {}}'""", "'[1,]'", r"""'"\\u00e9"'""", "' nul'", """'{"a" 1}'""", "'NaN'", "'[' * 5", "'12 3'", "b'[true]'")
        layout = self.pick("'<iq'", "'>hB'", "'5s'", "'d?'", "'=Q'", "'b'")
        codec = self.pick("'utf-8'", "'latin-1'", "'ascii', 'replace'", "'utf-16'", "'ascii', 'backslashreplace'", "'utf-8', 'surrogatepass'", "'nope'")
        raw = self.any(BYTES[:4], [r"b'\xc3\xa9'", r"b'\xe2\x82'", r"b'\xf0\x9f\x98\x80'"])
        decoder = self.pick("'utf-8'", "'latin-1'", "'ascii', 'replace'", "'utf-8', 'ignore'", "'utf-8', 'backslashreplace'", "'utf-16'")
        self.lines_of(f"""
import re, json, struct
r = re.compile({pattern!r})
attempt(lambda: [(m.span(), m.groups()) for m in r.finditer({subject})]); attempt(r.findall, {subject})
attempt(r.sub, {replacement}, {subject}, {self.pick(0, 1, 2)}); attempt(r.split, {subject}, {self.pick(0, 1)})
attempt(lambda: json.dumps({data}{options})); attempt(json.loads, {document})
attempt(struct.pack, {layout}, {self.some(1, 2, INTS, FLOATS, BYTES[:4])})
attempt(lambda: {subject}.encode({codec})); attempt(lambda: {raw}.decode({decoder}))
""")

    def feature_metaclass(self):
        """Classes made at run time: metaclasses, hooks, dynamic bases, super."""
        m, a = self.name("M"), self.name("A")
        self.lines_of(f"""
class {m}(type):
    {self.pick('def __call__(cls, *a, **k): print("call"); return super().__call__(*a, **k)', 'def __getattr__(cls, n): return "meta " + n', 'z = 5', 'def __len__(cls): return 4', 'def __iter__(cls): return iter("it")')}
    def __new__(mcls, name, bases, space, **k): space['tag'] = sorted(k); return super().__new__(mcls, name, bases, space)
    def __init__(cls, *a, **k): super().__init__(*a)
class {a}(metaclass={m}, {self.pick('x=1', 'y=2, x=3')}):
    def __init_subclass__(cls, flag=0, **k): print('sub', cls.__name__[0], flag); super().__init_subclass__(**k)
    def __class_getitem__(cls, item): return ('item', item)
    def f(self): return ['A']
    {self.pick('def __new__(cls, *a): return super().__new__(cls)', 'def __new__(cls, *a): return 5', 'def __del__(self): pass', 'def __init__(self, *a): return a or None')}
class B{a}({a}{self.pick('', ', flag=3', ', other=1')}):
    def f(self): return ['B'] + super().f()
class C{a}({a}):
    def f(self): return ['C'] + super({self.pick('', 'C' + a + ', self', a + ', self')}).f()
def build():
    D = {m}('D', ({self.pick('B{0}, C{0}', 'C{0}, B{0}', '{0}, B{0}', 'B{0}', 'int, B{0}', 'object').format(a)},), dict(f=lambda self: ['D'] + super(D, self).f()))
    return D().f(), [k.__name__[0] for k in D.__mro__], D.tag
attempt(build); attempt(lambda: {a}.nothing); attempt(lambda: {a}[1]); attempt(lambda: len({a})); attempt(lambda: list({a})); attempt(lambda: {a}({self.some(0, 2, SMALL)}))
attempt(lambda: type('T', ({self.pick('int', 'str', 'bool', 'list', 'Exception', 'type(None)', 'range')},), {{'__slots__': {self.pick("()", "('s',)")}}})({self.some(0, 2, SMALL)}))
attempt(lambda: issubclass(B{a}, {a}) and isinstance({a}, {m}))
""")
