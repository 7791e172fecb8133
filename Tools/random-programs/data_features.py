"""Statements about the builtin types and functions, each a self-contained piece."""

from values import (
    ALL,
    BINARY,
    BYTES,
    DICTS,
    FLOATS,
    FUNCTIONS,
    INTS,
    LISTS,
    METHODS,
    OTHERS,
    SETS,
    SMALL,
    STRINGS,
    TUPLES,
)


class DataFeatures:
    """Mixed into `Features`."""

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
            if method == "__round__":
                given = self.some(0, 1, SMALL)  # the reference counts up to a power of ten of any size
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
            given = self.some(1, 2, *pools)
            if function == "round":  # the reference counts up to a power of ten of any size
                given = self.any(*pools) + self.pick("", f", {self.any(SMALL)}")
            call = f"{function}({given})"
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
    attempt({self.pick('{!r:>9}|{:<4}|{}', '{0[0]}', '{x.real}', '{:{}}', '{0!a}', '{', '{}{1}', '{x}', '{!s:.2}')!r}.format, x, {self.pick('3', 'narrow(x)')}, x=x)
""")

    def feature_number_text(self):
        """Numbers from and to text."""
        texts = self.some(3, 6, STRINGS, ["' 1_000 '", "'0x1F'", "'1__0'", "'-0b11'", "'١٢'", "'1e400'", "'.5'", "'5.'", "'+inf'", "'1e-400'", "'0o17'", "'z'", "'1.7976931348623159e308'", "'1+2j'", "'(1-j)'"])
        x = self.any(FLOATS)
        self.lines_of(f"""
for x in ({texts},):
    attempt(int, x); attempt(int, x, {self.pick('0', '2', '16', '36', '37')}); attempt(float, x); attempt(complex, x)
show({x}, str({x}), ({self.any(INTS)}) * 10 ** {self.random.randint(0, 40)}, 1 / 3 ** {self.random.randint(0, 30)})
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
