"""One hot program: a world of classes and helpers, and functions that run hot in it."""

import random

from .expressions import Expressions
from .functions import Functions
from .prelude import PRELUDE
from .scenarios import Scenarios
from .statements import Statements
from .world import World

KINDS = ["int", "float", "num", "any", "str", "list", "floats", "dict", "obj"]
WORK = 250_000  # statements that a program may execute, about


class Program(Expressions, Statements, Functions, World, Scenarios):
    """Writes one program."""

    def __init__(self, seed, scale=1):
        self.random, self.scale = random.Random(seed), scale
        self.lines, self.indent, self.counter = [], 0, 0
        self.classes, self.helpers, self.generators, self.pokes, self.population = [], [], [], 0, 1
        self.helper_cost, self.saved, self.in_closure = 2, 0, False
        self.names_of()
        self.roots, self.slotted = {}, set()  # the first base of each class; classes with slots
        self.loose = {"y"}  # floats that may be ints
        self.indices, self.weight, self.count, self.left = [], 1, 2, WORK * scale
        self.in_class = self.in_loop = self.in_try = self.in_finally = self.in_generator = self.in_function = False

    def write(self, line):
        self.lines.append("    " * self.indent + line)

    def lines_of(self, template):
        for line in template.strip("\n").split("\n"):
            self.write(line)

    def name(self, prefix):
        self.counter += 1
        return f"{prefix}{self.counter}"

    def names_of(self, **names):
        self.names = {kind: names.get(kind, []) for kind in KINDS}

    def spend(self):
        self.left -= self.weight

    def affordable(self, times):
        return self.weight * times < self.left / 2

    def local_variables(self, low=3, high=8):
        """Starts a function with variables of random kinds; their names by kind."""
        found = {"int": [], "float": [], "obj": []}
        self.write("total = 0")
        for _ in range(self.random.randint(low, high)):
            kind = self.random.choices(KINDS, [6, 3, 2, 1, 1, 2, 1, 1, 2])[0]
            name = self.name({"floats": "fl", "any": "v"}.get(kind, kind[0]))
            self.write(f"{name} = {self.constant(kind)}")
            found.setdefault(kind, []).append(name)
            if kind == "float" and self.chance(0.3):
                self.loose.add(name)
        return found

    def hot_function(self):
        """A function with one long loop, and the lines that call it."""
        name = self.name("hot")
        share = self.left / self.random.choice([2, 3, 4])
        calls = self.pick(1, 1, 2, 2, 3, 6)
        times = self.pick(40, 150, 400, 1000, 2500, 5000) * self.scale
        times = max(20, min(times, int(share / calls / 8)))
        generator = self.chance(0.15)
        self.write(f"def {name}(n, x=1, y=2.5):")
        self.indent += 1
        names = self.local_variables()
        self.names_of(**{**names, "num": names.get("num", []) + ["x"], "float": names["float"] + ["y"]})
        self.weight, self.in_function, self.in_generator = calls, True, generator
        self.left, saved = share, self.left - share
        if self.chance(0.95):
            self.write("global g_int0, g_int1, g_float0, g_float1")
        helpers = list(self.helpers)
        for _ in range(self.pick(0, 0, 1, 2)):
            self.helpers += [self.make_closure()] * 2
        self.loop(2, times, low=3, high=7)
        self.helpers = helpers
        if generator:
            self.write(f"yield {self.leaf('any')}")
        shown = [n for kind in KINDS for n in self.names[kind]]
        if self.chance(0.1):
            self.write("peek()")
        self.write(f"return {', '.join(['total', *shown])}")
        self.indent -= 1
        self.left += saved
        self.names_of()
        self.weight, self.in_function, self.in_generator = 1, False, False
        self.calls(name, times, calls, generator)

    def calls(self, name, times, calls, generator):
        for _ in range(calls):
            arguments = [str(times), self.constant(self.pick("int", "int", "int", "float", "odd")), self.constant(self.pick("float", "float", "int"))]
            given = ", ".join(arguments[:self.pick(1, 1, 2, 3)])
            self.write(f"run(lambda: list({name}({given}))[-9:])" if generator else f"run({name}, {given})")
        self.write("show(ticks, caught, len(kept), kept[-3:], objects, g_list); kept.clear()")
        if self.chance(0.7):
            self.write("reset()")

    def text(self):
        self.lines_of(PRELUDE)
        self.make_world()
        self.make_middles()
        self.make_generators()
        for _ in range(self.pick(1, 2, 3)):
            self.hot_function()
            if self.chance(0.6):
                self.scenario()
        self.write("show(ticks, caught, globals().get('g_int0'), globals().get('g_float0'))")
        return "\n".join(self.lines) + "\n"
