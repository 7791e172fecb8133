"""Scenarios about instructions that few loops have, and subclasses of built-in types."""

from .expressions import COMPARISONS
from .statements import ERRORS


class Rare:
    """Mixed into `Scenarios`."""

    def scenario_augmented(self):
        """Each in-place operator, by a constant and by a variable, on a variable that changes its kind."""
        f, n = self.name("augment"), self.size()
        op = self.pick("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@")
        by = self.pick("y", "2", "y", "3", "1", "-1" if op not in "<<>>**" else "1", "i & 3", "2.5" if op in "+-*/" else "5")
        owner = self.pick("x", "x", "items[1]", "box.x", "table['x']", "items[i & 1]", "g_int0")
        large = ["70", "3.5"] if op in ("**", "<<") else ["1 << 62", "1 << 64", "-(1 << 62)"]
        others = ", ".join(self.pick("0.5", "True", "None", "Own(3)", "-3", "1j", "0", *large) for _ in range(3))
        self.lines_of(f"""
class Own:
    def __init__(self, x): self.x = x
    def __i{dict(zip('+ - * / // % ** << >> & | ^ @'.split(), 'add sub mul truediv floordiv mod pow lshift rshift and or xor matmul'.split()))[op]}__(self, other): return {self.pick('self', 'NotImplemented', '7', 'Own(other)')}
    def __r{dict(zip('+ - * / // % ** << >> & | ^ @'.split(), 'add sub mul truediv floordiv mod pow lshift rshift and or xor matmul'.split()))[op]}__(self, other): return {self.pick('9', 'NotImplemented')}
def {f}(n, others, at):
    global g_int0
    box, wrong, total = Own(1), 0, 0
    x, y, items, table = 1, 2, [1, 2, 3], {{'x': 5}}
    for i in range(n):
        if i % at == at - 1: {self.pick(owner, 'y')} = others[i // at % len(others)]
        try: {owner} {op}= {by}
        except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error: wrong += 1; note(error); {owner} = 3; y = 2
        now = {owner}
        if type(now) not in (int, float, bool) or not -(1 << 70) < now < (1 << 70): show(now) if wrong < 5 else None; wrong += 1; {owner} = {self.pick('1', '(1 << 62) - 3', '2')}; y = 1
        else: total = (total * 3 + int(now * 8) if now == now else 1) % 1000003
    return total, wrong, text({owner}), y
run({f}, {n}, ({others},), {max(n // 4, 2)})
""")

    def scenario_constant_operands(self):
        """Operations with a constant on either side, and branches on them."""
        f, n = self.name("constants"), self.size()
        constant = lambda: self.pick("1", "2", "3", "7", "100", "-1", "255", "(1 << 31)", "0.5", "2.0", "1000003")
        lines = []
        for _ in range(self.random.randint(2, 5)):
            op = self.pick("+", "-", "*", "//", "%", "/", "&", "|", "^", "<<", ">>")
            whole = op in ("&", "|", "^", "<<", ">>")
            k = self.pick("1", "2", "3", "7", "31", "62") if whole else constant()
            left, right = self.pick(("x", k), ("x", k), (k, "(x & 15)" if op in ("<<", ">>") else "(x or 1)"))
            lines.append(f"y = {left} {op} {right}")
            lines.append(f"if y {self.pick(*COMPARISONS)} {constant()}: total += {self.pick('1', 'x & 7', '3')}")
            if self.chance(0.4):
                lines.append(f"if x {self.pick(*COMPARISONS)} y: total ^= 5")
        body = "\n            ".join(lines)
        values = ", ".join(self.pick("0.5", "True", "None", self.edge(), "-0.0", "0", self.edge(), "-1", "1j") for _ in range(3))
        self.lines_of(f"""
def {f}(n, odd, at):
    total = y = wrong = 0
    for i in range(n):
        x = i {self.pick('', '- 50', '* 3', '+ (1 << 62) - 100')}
        if i > at: x = odd[i % len(odd)]
        try:
            {body}
        except (TypeError, ValueError, ZeroDivisionError) as error: wrong += 1; note(error)
        total %= 1000003
    return total, y, wrong
run({f}, {n}, [{values}], {n * 3 // 4})
""")

    def scenario_asynchronous(self):
        """Coroutines and asynchronous generators in hot loops, driven by hand."""
        f, n = self.name("steps"), self.size(40, 200, 600)
        odd = self.pick("pass", f"raise {self.random.choice(ERRORS[:5])}", "return -1", "total = 0.5", "collect()", "callers()")
        self.lines_of(f"""
class Pause{f}:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return {self.pick('got', 'self.v', '1')}
async def {f}up(n):
    for i in range(n):
        {self.pick('pass', f'await Pause{f}(i)')}
        yield i
async def {f}add(i, at):
    if i == at: {odd.replace('total = 0.5', 'return 0.5')}
    return i + await Pause{f}(i)
class Held{f}:
    async def __aenter__(self): return 2
    async def __aexit__(self, *details): return {self.pick('True', 'False', 'None')}
async def {f}(n, at):
    total = 0
    try:
        async for i in {f}up(n):
            {self.pick(f'total += await {f}add(i, at)', f'async with Held{f}() as k: total += k + await {f}add(i, at)', 'total += i')}
            if i == at: {odd}
        else: total += 1
    except {self.pick('Exception', 'ValueError', 'LookupError')} as error: note(error)
    total += sum([j async for j in {f}up(5)])
    return total
def drive{f}(n, at):
    it, steps, value = {f}(n, at), 0, None
    while True:
        try: value = it.send(value); steps += 1
        except StopIteration as stop: return stop.value, steps
        {self.pick('', 'if steps == at: value = 0.5', 'if steps == at: value = None')}
        if type(value) not in (int, float): value = 1
run(drive{f}, {n}, {n // 2}); run(drive{f}, {n}, -1)
""")

    def scenario_classes_in_loop(self):
        """Classes and functions made in the loop: each iteration has other ones."""
        f, n = self.name("makes"), self.size(20, 60, 200)
        self.lines_of(f"""
def {f}(n, at):
    total, kept, base = 0, [], object
    for i in range(n):
        class Local({self.pick('', 'base', 'Steps')}):
            {self.pick('k = i', '__slots__ = ("v",)', 'k: int = i', 'pass')}
            def get(self, x={self.pick('i', '1')}): return x + {self.pick('i', '1', 'total', 'len(kept)')}
            {self.pick('', 'def __len__(self): return i & 3', 'def __eq__(self, other): return True', '__hash__ = None')}
        if {self.pick('i == at', 'i % 50 == 3', 'False')}: base = Local{self.pick('', '; kept.append(Local)')}
        try: thing = Local({self.pick('', '', '5')})
        except TypeError as error: note(error); continue
        total += thing.get() + thing.get(2) + {self.pick('isinstance(thing, base)', 'len(type(thing).__mro__)', 'getattr(thing, "k", 3)', 'hasattr(thing, "v")')}
        {self.pick('', 'import sys as system; total += system is sys', 'from builtins import len as size; total += size((1, 2))', 'import math; total += math.floor(i / 2)')}
        if len(kept) > 8: kept.clear(); base = object
    return total % 1000003, len(kept), Local.__qualname__
run({f}, {n}, {n // 2})
""")

    def scenario_globals_deleted(self):
        f, n = self.name("scoped"), self.size()
        name = self.name("shared")
        self.lines_of(f"""
{name} = 1
def {f}set(value):
    global {name}
    {name} = value
def {f}(n, at):
    global {name}
    total = wrong = 0
    for i in range(n):
        try:
            total += {name} {self.pick('', '* 2', '+ i')}
            {self.pick(f'{name} += 1', f'{f}set(i & 7)', 'pass', f'{name} = i')}
            if i == at: {self.pick(f'del {name}', f'{f}set(0.5)', f'del globals()["{name}"]', f'{f}set(None)', f'{name} = 1 << 62')}
        except (NameError, TypeError) as error: wrong += 1; note(error); {self.pick(f'{name} = 2', f'{f}set(3)')}
        if not -(1 << 66) < total < (1 << 66): total = 0
    return total, wrong, {name}
run({f}, {n}, {n // 2}); run({f}, {n}, 1)
""")

    def scenario_subclasses(self):
        """Instances of subclasses of int, float, str, list, dict and tuple among plain ones."""
        f, c, n = self.name("subclass"), self.name("Sub"), self.size()
        base, plain, use = self.pick(
            ("int", "5", self.pick("total += x", "total += x * 2 - x", "total += items[x % 3]", "total += x < 4", "total += -x", "total += hash(x)", "for _ in range(x % 4): total += 1", "total += 1 << (x & 7)", "total += x // 2 % 5")),
            ("float", "2.5", self.pick("total += x", "total += x * 2", "total += -x", "total += x < 3", "total += int(x)", "total += abs(x)", "total += x / 2")),
            ("str", "'abc'", self.pick("total += len(x)", "total += x[0] == 'a'", "total += len(x + 'd')", "total += x == 'abc'", "total += 'b' in x", "total += len(x.upper())", "total += len([c for c in x])", "total += table.get(x, 1)", "total += len(f'{x}')")),
            ("list", "[1, 2, 3]", self.pick("total += len(x)", "total += x[0]", "total += sum(x)", "for y in x: total += y", "x[0] = 1; total += x[-1]", "total += 2 in x", "x.append(1); total += x.pop()", "a, *b = x; total += a", "total += len(x[1:])")),
            ("dict", "{'a': 1, 'b': 2}", self.pick("total += x['a']", "total += len(x)", "for k in x: total += 1", "for k, v in x.items(): total += v", "x['a'] = 1; total += x.get('b', 0)", "total += 'a' in x", "total += x['zz'] if i > at else 0")),
            ("tuple", "(1, 2, 3)", self.pick("total += x[0]", "total += len(x)", "a, b, c = x; total += c", "for y in x: total += y", "total += 2 in x", "total += hash(x) % 7", "total += len(x + (1,))")))
        override = self.pick("pass", "def __add__(self, other): return 100", "def __len__(self): return 7", "def __getitem__(self, k): return 9", "def __iter__(self): return iter((4, 5, 6))", "def __eq__(self, other): return True\n    __hash__ = None", "def __contains__(self, k): return True",
                             "def __missing__(self, k): return 8", "def __index__(self): return 1", "def __mul__(self, other): return 3", "def __neg__(self): return 2", "def __bool__(self): return False", "def __lt__(self, other): return True", "def __hash__(self): return 1", "def __setitem__(self, k, v): pass",
                             "def __abs__(self): return 6", "__slots__ = ()", "def __int__(self): return 12", "def __format__(self, spec): return 'formatted'", "def append(self, v): super().append(v); super().append(v)", "def get(self, *a): return 11", "def upper(self): return ''")
        self.lines_of(f"""
class {c}({base}):
    {override}
def {f}(n, at, odd):
    total, wrong, items, table = 0, 0, [1, 2, 3], {{'abc': 4}}
    for i in range(n):
        x = {plain} if {self.pick('i < at', 'i != at', 'i % 7', 'i < at or i & 1')} else odd
        try:
            {use}
        except (TypeError, KeyError, IndexError, ValueError) as error: wrong += 1; note(error)
        if i == at: {self.pick('show(type(x).__mro__[0] is ' + c + ', total)', f'{c}.__len__ = lambda self: 2', f'{c}.extra = 1', f'show(x == {plain}, bool(x))')}
        {self.pick('if i > at: odd = ' + c + '(' + plain + ')', 'pass')}
    return total % 1000003 if total == total else 0, wrong
run({f}, {n}, {n // 2}, {c}({plain}))
""")

    def scenario_buffers(self):
        """Bytes, bytearrays, memoryviews and arrays, element by element."""
        f, n = self.name("buffer"), self.size()
        make = self.pick("bytearray(16)", "memoryview(bytearray(16))", "array('l', [0] * 16)", "array('d', [0.0] * 16)", "array('B', [0] * 16)", "array('q', [0] * 16)", "memoryview(array('i', [0] * 16))", "[0] * 16", "array('f', [0.0] * 16)")
        value = self.pick("i & 255", "i & 127", "(b[i & 15] * 3 + i) % 251" if "'d'" not in make and "'f'" not in make else "b[i & 15] * 0.5 + i", "255 - (i & 127)")
        odd = self.pick("-1", "256", "0.5", "None", "1 << 40", "1 << 64", "'a'", "True", "b'x'", "1 << 63", "float('nan')")
        self.lines_of(f"""
def {f}(n, at):
    from array import array
    b, total, wrong = {make}, 0, 0
    for i in range(n):
        try:
            b[{self.pick('i & 15', 'i % 16', '-1 - i % 16', 'i % 17')}] = {value} if i != at else {odd}
            total += b[{self.pick('i & 15', '0', '-1', 'i % 17')}] {self.pick('', '* 2', '& 7' if 'd' not in make else '')}
        except (ValueError, TypeError, OverflowError, IndexError) as error: wrong += 1; note(error)
        {self.pick('', 'if i % 100 == 50: total += sum(b)', 'if i == at: b = bytes(b) if type(b) is bytearray else b', 'if i == at: total += len(b[3:9])', 'for x in b[:3]: total += x')}
    return text(total), wrong, text(list(b)[:8])
run({f}, {n}, {n // 2})
""")

    def scenario_sets(self):
        f, n = self.name("sets"), self.size()
        self.lines_of(f"""
def {f}(n, at):
    seen, other, total, wrong = set(), {{1, 2, 3}}, 0, 0
    for i in range(n):
        k = {self.pick('i % 13', 'i * 7919 % 101', '(i & 3, i & 1)', 'i % 5 * 0.5', 'i & 1 == 0', 'str(i % 9)')}
        try:
            {self.pick('seen.add(k)', 'seen ^= {k}', 'seen |= {k, i % 3}', 'seen = seen - {k} | {i % 11}', 'seen.discard(k); seen.add(i % 17)', 'seen.update((k, i % 4))', 'seen.remove(k) if k in seen else seen.add(k)')}
            total += {self.pick('k in seen', 'len(seen & other)', 'len(seen)', 'seen >= other', 'len({*seen, *other})', 'seen.isdisjoint(other)', 'len({q for q in other if q in seen})', 'seen == other', 'len(seen | other) - len(other)')}
            if i == at: {self.pick('seen.add([])', 'seen = frozenset(seen)', 'other = [1, 2]', 'seen.clear()', 'other = {{}}'.replace('{{}}', '{}'), 'other.add(0.5)', 'seen = None', 'for q in seen: seen.add(q + 1 if type(q) is int else (q, 1))')}
        except (TypeError, AttributeError, RuntimeError, KeyError) as error: wrong += 1; note(error); seen, other = set(), {{1, 2}}
    return total, wrong, len(seen)
run({f}, {n}, {n // 2})
""")

    def scenario_complex_and_big(self):
        """Numbers that are never in registers, beside those that are."""
        f, n = self.name("large"), self.size(60, 300, 900)
        start = self.pick("1j", "1 << 64", "-(1 << 100)", "10 ** 30", "1.5 + 2j", "(1 << 62)", "2 ** 63 - 1")
        step = self.pick("x = x * 3 + i", "x += y", "x = x - y * 2", "x = -x + i", "x = x * x", "x, y = y, x + y", "x = x / 3 if type(x) is complex else x // 3 + y", "x = abs(x) + i", "x = (x + y) * (x - y)", "x = x ** 2 - i", "x = x ^ y if type(x) is type(y) is int else x + y", "x = x >> 3 if type(x) is int else x / 8")
        self.lines_of(f"""
def {f}(x, y, n):
    bits, zero, total = 0, 0, 0
    for i in range(n):
        {step}
        if type(x) is complex:
            if not abs(x.real) + abs(x.imag) < 1e9: x = 1j; bits += 1
            total += x == i or x.real > 0
        else:
            if not -(1 << 200) < x < (1 << 200): x = {self.pick('x % (1 << 61)', '7', '-x % 1000003', '(1 << 62) - 1')}; bits += 1
            total += {self.pick('x > y', 'x == y', 'x % 7', 'int(x) & 1', 'x < (1 << 62)', 'bool(x)', 'x <= i')} if type(y) is int else 1
        if not x: zero += 1; x = {self.pick('y', '1', '1 << 62')}
        if type(y) is int and not -(1 << 200) < y < (1 << 200): y = 5
        if type(y) is complex and not abs(y.real) + abs(y.imag) < 1e9: y = 2j
    return x, y, bits, zero, total
run({f}, {start}, {self.pick('1', '3', '1 << 63', '0.5', '2j', '-(1 << 62)')}, {n})
run({f}, 3, {self.pick('1', '1 << 61')}, {n})
""")

    def scenario_formats(self):
        f, n = self.name("format"), self.size(60, 300)
        piece = self.pick("f'{x}'", "f'{x:>8}'", "f'{x!r:<6}|'", "f'{x:{i % 9}}'", "'%s-%d' % (x, i)", "str(x)", "repr(x)", "format(x, ',') if type(x) in (int, float) else 'n'", "'{:08.3f}'.format(x) if type(x) is float else ''", "f'{x=}'", "f'{i:x}{i:b}{x}'", "'%5.2f' % x if type(x) in (int, float) else 'n'", "f'{i}:{x}:{i + 1}'")
        values = ", ".join(self.pick("1", "0.1", "None", "True", "'s'", "1 << 64", "-0.0", "1e300", "Own()", "(1, 2)", "-5", "1 << 62", "2.5", "float('inf')") for _ in range(5))
        self.lines_of(f"""
class Own:
    def __str__(self): return 'own'
    def __repr__(self): return 'Own()'
    def __format__(self, spec): return 'o' + spec
def {f}(values, n, at):
    total, s, wrong = 0, '', 0
    for i in range(n):
        x = i if i < at else values[i % len(values)]
        try: s = {piece}
        except (TypeError, ValueError, OverflowError) as error: wrong += 1; note(error)
        total = total * 7 + len(s) & 0xffffff
        if i > n - 6: show(s)
    return total, wrong
run({f}, [{values}], {n}, {n // 2})
""")

    def scenario_supers(self):
        f, c, n = self.name("supers"), self.name("S"), self.size()
        self.lines_of(f"""
class {c}A:
    k = {self.constant('int')}
    def __init__(self): self.v = 1
    def get(self, x): return x + 1
    @property
    def p(self): return self.v
    @classmethod
    def made(cls, x): return x
class {c}B({c}A):
    def __init__(self): super().__init__(); self.w = 2
    def get(self, x): return super().get(x) + {self.pick('super().k', 'super().p', 'self.w', '1', f'super({c}B, self).get(1)')}
    @classmethod
    def made(cls, x): return super().made(x) + {self.pick('1', 'cls.k')}
class {c}C({c}A):
    def get(self, x): return super().get(x) * 2 % 1000
class {c}D({self.pick(f'{c}B, {c}C', f'{c}C, {c}B', f'{c}B')}):
    def get(self, x): return super().get(x) {self.pick('- 1', '+ super().v' if False else '+ self.v', '^ 1')}
def {f}(n, at):
    things, total, wrong = [{self.pick(f'{c}D()', f'{c}D(), {c}B()', f'{c}A(), {c}B(), {c}C(), {c}D()')}], 0, 0
    for i in range(n):
        thing = things[i % len(things)]
        try: total += thing.get(i) + {self.pick('thing.made(1)', 'thing.p', 'type(thing).made(i)', 'thing.k', f'{c}D().get(1)')}
        except (TypeError, AttributeError) as error: wrong += 1; note(error)
        if i == at: {self.pick(f'{c}A.get = lambda self, x: 0.5', f'del {c}C.get', f'{c}B.get = {c}A.get', f'{c}D.__bases__ = ({c}A,)', f'{c}C.get = property(lambda self: len)', f'{c}A.k = 0.25', f'del {c}A.made', 'things[0].__class__ = ' + c + 'C', f'{c}A.p = 3', 'del things[0].v', f'{c}A.__getattribute__ = object.__getattribute__')}
        if not -1e17 < total < 1e17: total = 0
    return total, wrong
run({f}, {n}, {n // 2})
""")
