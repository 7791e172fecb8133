"""Statements about the language, each a self-contained piece."""

from values import CATCHES, ERRORS, LISTS, SMALL, STRINGS, TUPLES


class LanguageFeatures:
    """Mixed into `Features`."""

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
