"""The classes, globals and helper functions of a hot program, and the functions that change them."""

from .expressions import ODD

COUNTERS = '''\
kept = []
class Guard:
    def __init__(self, *kinds): self.kinds = kinds
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        if error is not None: note(error)
        return kind is not None and issubclass(kind, self.kinds)
class Steps:
    def __init__(self, n): self.n = n; self.i = -1
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i >= self.n: raise StopIteration
        return self.i
def count_up(n):
    i = 0
    while i < n:
        yield i
        i += 1
def floats_up(n):
    for i in range(n): yield i * 0.5
'''


class World:
    """Mixed into `Program`."""

    def make_world(self):
        self.lines_of(COUNTERS)
        self.write(f"LIMIT = 1 << {self.pick(31, 53, 61, 62, 63, 64, 70)}")
        for index in range(2):
            self.write(f"g_int{index} = {self.constant('int')}")
            self.write(f"g_float{index} = {self.constant('float')}")
        self.write("g_list = [3, 1, 4, 1]")
        for index in range(self.pick(1, 1, 2, 3, 4, 6)):
            self.make_class(index)
        self.population = self.pick(1, len(self.classes), 4, 7)
        self.write("def make_objects():")
        made = ", ".join(f"{self.classes[i % len(self.classes)]}({self.constant('int')}{self.pick('', ', ' + self.constant('float'))})" for i in range(self.population))
        self.write(f"    return [{made}]")
        self.write("objects = make_objects()")
        for index in range(self.random.randrange(1, 5)):
            self.make_helper(f"h{index}")
        for index in range(self.random.randrange(0, 4)):
            self.make_poke(index)
        self.make_reset()

    def make_class(self, index):
        """A class of the family: all have the same names, in different ways."""
        name = f"K{index}"
        base = self.random.choice(self.classes) if self.classes and self.chance(0.5) else None
        self.write(f"class {name}{f'({base})' if base else ''}:")
        self.indent += 1
        self.in_class = True
        self.names_of(int=["x", "self.a"], float=["self.f"], obj=["self"])
        methods = [self.method_m, self.method_s, self.method_p, self.method_g, self.method_operators, self.method_container]
        if base is None:
            self.write("STATE = ('a', 'f', 'o')")
            self.write(f"k = {self.constant('int')}")
            if self.chance(0.3):
                self.write("__slots__ = ('a', 'f', 'o', 'q')")
                self.slotted.add(name)
            elif self.chance(0.1):
                self.write("def __getattr__(self, name): return 41 if name in ('q', 'r', 'a') else object.__getattribute__(self, name)")
            self.method_init()
        else:
            methods = self.random.sample(methods, self.random.randrange(0, 4))
            if self.chance(0.3):
                self.write(f"k = {self.constant(self.pick('int', 'int', 'odd'))}")
            if self.chance(0.3):
                self.write("def __init__(self, a, f=0.25, o=None):")
                self.write(f"    {self.pick('self.r = 1; ', '')}super().__init__(a, f, o){self.pick('', '; self.q = a')}" if self.chance(0.8) else "    self.o = o; self.f = f; self.a = a")
        for method in methods:
            method(base)
        if not methods:
            self.write("pass")
        self.in_class = False
        self.indent -= 1
        self.names_of()
        self.classes.append(name)
        self.roots[name] = self.roots.get(base, name)

    def method_init(self):
        stores = ["self.a = a", "self.f = f", "self.o = o"]
        self.random.shuffle(stores)
        if self.chance(0.2):
            stores.insert(1, "self.q = None")
        self.write(f"def __init__(self, a, f={self.constant('float')}, o=None):")
        self.write("    " + "; ".join(stores))
        if self.chance(0.2):
            self.write(f"    if a {self.pick('==', '<', '>')} {self.constant('int')}: self.q = a")

    def method_m(self, base):
        self.write("def m(self, x):")
        if base and self.chance(0.4):
            return self.write(f"    return super().m(x) {self.pick('+', '^', '-')} {self.constant('int')}")
        if self.chance(0.3):
            self.write(f"    if x {self.pick('==', '<')} {self.constant('int')}: return self.{self.pick('k', 'a')}")
        self.write(f"    return {self.e('int', 2)} {self.pick('& 0xffff', '% 1000003', '& (1 << 62) - 1', '% (1 << 64)')}")

    def method_s(self, base):
        self.write("def s(self, x):")
        self.write(f"    self.a = {self.e('int', 1)} {self.pick('& 0xffff', '% 1000003', '& (1 << 62) - 1', '% (1 << 64)')}")
        self.write("    return self")

    def method_p(self, base):
        self.write("@property")
        self.write(f"def p(self): {self.pick('', '', 'tick(1); ')}return self.{self.pick('a', 'a', 'k')}")

    def method_g(self, base):
        self.write(f"def g(self): return self.f {self.pick('*', '+', '-')} {self.constant('float')}")

    def method_operators(self, base):
        self.write(f"def __add__(self, other): return {self.pick('self.a + other', '(self.a ^ other) % 1000', 'NotImplemented' if self.chance(0.1) else 'other')}")
        self.write("def __sub__(self, other): return self.m(other)")
        self.write(f"def __lt__(self, other): return self.{self.pick('a', 'a', 'f')} < other.{self.pick('a', 'f')}")
        if self.chance(0.5):
            self.write(f"def __eq__(self, other): return {self.pick('self is other', 'isinstance(other, ' + (base or 'object') + ') and self.f == getattr(other, chr(102), 0)')}")
            self.write("__hash__ = None")
        if self.chance(0.3):
            self.write(f"def __bool__(self): return {self.pick('self.a > 3', 'True', 'False')}")

    def method_container(self, base):
        self.write(f"def __len__(self): return {self.pick('3', 'self.a & 7', '0')}")
        self.write(f"def __getitem__(self, i): return {self.pick('i', '(1, 2, 3)[i % 3]', 'self.a', '(5, 6)[i]')}")
        self.write(f"def __call__(self, i, j={self.constant('int')}): return {self.pick('i ^ j', 'self.a', 'self.m(i)', 'i // (j or 1)')}")

    def make_helper(self, name):
        """A small function: worth inlining, may raise, may call those before it."""
        self.write(f"def {name}(x, y={self.constant('int')}{self.pick('', '', ', *, z=3', ', *rest')}):")
        self.indent += 1
        self.names_of(int=["x", "y"], obj=["objects[0]"])
        if self.chance(0.3):
            self.write(f"if x {self.pick('== 77', '% 601 == 600', '< -(1 << 62)', '== y')}: raise {self.pick('ValueError(x)', 'KeyError', 'StopIteration')}")
        if self.chance(0.3):
            self.write(f"if {self.condition(1)}: return {self.pick('x', 'y', '0', self.e('int', 1))}")
        if self.chance(0.25):
            times = self.random.randrange(1, 5)
            self.write(f"for j in range({times}): x = (x {self.pick('+', '^', '*', '-')} {self.pick('j', 'y', '3')}) & 0xffffffff")
        if self.chance(0.2):
            self.write("try: x = " + self.e("int", 2) + " % 1000003")
            self.write(f"except {self.pick('Exception', 'ArithmeticError', 'TypeError')}{self.pick(' as error: note(error)', ': x = 1')}")
        self.write(f"return {self.e('int', 2)}" + self.pick(" & 0xffff", " % 1000003", " & (1 << 62) - 1", " % (1 << 64)", " % 2 ** 61"))
        self.indent -= 1
        self.names_of()
        self.helpers.append(name)

    def make_poke(self, index):
        self.write(f"def poke{index}():")
        self.write("    global " + ", ".join(["g_int0", "g_int1", "g_float0", "g_float1", *self.helpers]))
        for _ in range(self.random.randrange(1, 4)):
            self.write(f"    try: {self.poke_action()}")
            self.write("    except Exception as error: failed(error)")
        if self.chance(0.3):
            self.write(f"    {self.pick('peek(2)', 'callers()', 'collect()')}")
        self.pokes += 1

    def poke_action(self):
        k, h = self.random.choice(self.classes), self.random.choice(self.helpers)
        other, o = self.random.choice(self.classes), f"objects[{self.random.randrange(self.population)}]"
        builtin = self.pick("len", "abs", "min", "max", "range", "isinstance", "sum", "int", "hash", "divmod", "enumerate")
        stand_in = {"len": "lambda x: 4", "abs": "lambda x: x", "min": "lambda a, b: a", "max": "lambda a, b: b", "range": "lambda *a: iter((0, 1, 2))", "isinstance": "lambda x, t: False",
                    "sum": "lambda x: 9", "int": "lambda *a: 1", "hash": "lambda x: 5", "divmod": "lambda a, b: (a, b)", "enumerate": "lambda x: zip([0, 1], x)"}[builtin]
        return self.pick(
            f"g_int{self.pick(0, 1)} = {self.constant(self.pick('int', 'int', 'float', 'odd'))}", f"g_int0 = {self.edge()}", f"g_float0 = {self.constant(self.pick('float', 'int', 'odd'))}",
            f"{k}.m = lambda self, x: {self.pick('x', 'x + 7', 'self.a', '2.5', '(1 << 62) + x % 9')}", f"del {k}.m", f"{k}.k = {self.constant(self.pick('int', 'odd'))}", f"{k}.p = {self.pick('5', 'property(lambda self: 6)', 'None')}",
            f"{k}.a = {self.pick('property(lambda self: 8, lambda self, v: None)', '3')}", f"{k}.__getattr__ = lambda self, name: 43", f"{k}.__add__ = lambda self, other: other", f"{k}.__len__ = lambda self: 6",
            f"{k}.__setattr__ = lambda self, n, v: object.__setattr__(self, n, v)", f"{k}.__getattribute__ = lambda self, n: object.__getattribute__(self, n)", f"{k}.__bool__ = lambda self: False",
            f"{o}.__class__ = {k}", f"{o}.m = lambda x: {self.pick('x', '1')}", f"del {o}.a", f"{o}.q = 1", f"{o}.f = {self.constant('odd')}", f"{o}.a = {self.constant('odd')}", f"{o}.__dict__['a'] = 5", f"{o}.__dict__.clear()",
            f"objects[0] = {k}(5)", f"objects[:] = make_objects()", f"objects.reverse()", f"{h}.__code__ = {self.random.choice(self.helpers)}.__code__", f"{h}.__defaults__ = {self.pick('(9,)', 'None', '(2.5,)', '(1, 2)')}", f"{h} = lambda x, y=2: x {self.pick('-', '+', '*')} y",
            f"{h} = {self.random.choice(self.helpers)}", f"{h}.__kwdefaults__ = {{'z': 9}}", f"builtins.{builtin} = {stand_in}", f"globals()['{builtin}'] = {stand_in}", "globals().pop('g_int0', None)", "collect()",
            f"g_list.clear()", f"g_list[:] = [{self.constant('odd')}] * 4", "g_list.append(7)", "g_list[0] = 1 << 65", self.new_base(k), "collect()", f"{k}.m = {other}.m", f"{k}.s = lambda self, x: self",
            f"kept.append(sys._getframe(2)); kept.pop().clear()", f"{k}.__call__ = lambda self, i: 12", f"raise {self.pick('KeyError', 'ValueError')}(3)")

    def new_base(self, name):
        """Another base; CPython refuses most with slots."""
        others = [k for k in self.classes[:self.classes.index(name)] if self.roots[k] == self.roots[name] not in self.slotted]
        return f"{name}.__bases__ = ({self.random.choice(others)},)" if others else "collect()"

    def make_reset(self):
        """Puts globals and classes back, so that the next function starts as the first did."""
        builtin = ["len", "abs", "min", "max", "range", "isinstance", "sum", "int", "hash", "divmod", "enumerate"]
        self.lines_of(f"""
SAVED = [(k, dict(vars(k))) for k in ({', '.join(self.classes)},)]
CHANGED = ('m', 'p', 'a', 's', 'k', '__getattr__', '__add__', '__len__', '__setattr__', '__getattribute__', '__bool__', '__call__')
GLOBALS = {{n: v for n, v in globals().items() if n[0] in 'gh' and n != 'gc'}}
BUILTINS = {{n: getattr(builtins, n) for n in {builtin}}}
def reset():
    vars(builtins).update(BUILTINS)
    for name in BUILTINS: globals().pop(name, None)
    globals().update(GLOBALS)
    g_list[:] = [3, 1, 4, 1]
    for k, saved in SAVED:
        for name in CHANGED:
            if type(saved.get(name)).__name__ == 'member_descriptor' or name in saved: setattr(k, name, saved[name])
            elif name in vars(k): delattr(k, name)
    objects[:] = make_objects()
""")
