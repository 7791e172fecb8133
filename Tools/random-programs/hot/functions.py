"""Functions with random bodies that hot loops call: with loops, as generators, as closures."""


class Functions:
    """Mixed into `Program`."""

    def make_middles(self):
        """Functions with a short loop, worth compiling themselves and hard to inline."""
        for index in range(self.random.randrange(0, 3)):
            name = f"mid{index}"
            times = self.pick(2, 4, 8)
            self.begin_function(f"def {name}(x, y={self.constant('int')}):", times)
            locals_ = self.local_variables(2, 4)
            self.names_of(**{**locals_, "int": locals_["int"] + ["x", "y"]})
            self.write("global g_int0, g_int1, g_float0, g_float1")
            self.loop(1, times, inner=True, low=1, high=3)
            self.write(f"return {self.pick('total', self.e('int', 1), 'x')} {self.pick('& 0xffff', '% 1000003', '& (1 << 62) - 1')}")
            self.end_function()
            self.helpers.append(name)
            self.helper_cost = max(self.helper_cost, times * 3)

    def make_generators(self):
        """Generators that may end early, raise, or yield something else once."""
        for index in range(self.random.randrange(0, 3)):
            name = f"gen{index}"
            self.begin_function(f"def {name}(n):", 30)
            self.write(f"x = y = {self.constant('int')}")
            self.names_of(int=["x", "y"])
            self.write("for i in range(n):")
            self.indent += 1
            self.indices, self.in_loop, self.count = ["i"], True, 30
            for _ in range(self.random.randrange(0, 3)):
                self.pick(self.assign, self.augment, self.store)(0)
            self.write(f"yield {self.pick('i', 'i', 'x', 'x & 0xff', 'i if i != 20 else 0.5', 'i if i < 25 else True')}")
            if self.chance(0.15):
                self.write(f"if i == {self.pick(3, 30, 200)}: {self.pick('return', 'raise ValueError(i)', 'yield None', 'x = 0.5')}")
            self.indent -= 1
            self.indices, self.in_loop = [], False
            self.end_function()
            self.generators.append(name)

    def begin_function(self, header, weight):
        self.write(header)
        self.indent += 1
        self.left, self.saved = weight * 12, self.left
        self.in_function = True

    def end_function(self):
        self.indent -= 1
        self.left, self.in_function = self.saved, False
        self.names_of()

    def make_closure(self):
        """A function inside the hot one that shares its variables; called by name from there on."""
        ints = self.names["int"]
        name = self.name("inner")
        shared = self.random.sample(ints, min(len(ints), self.random.randrange(0, 3)))
        self.write(f"def {name}(p, q={self.pick('1', *ints)}):")
        self.indent += 1
        if shared and self.chance(0.7):
            self.write(f"nonlocal {', '.join(shared)}")
        else:
            shared = []
        outer = self.names, self.in_generator, self.in_loop, self.indices, self.count, self.in_try, self.in_closure
        readable = {kind: list(names) for kind, names in self.names.items()}
        self.names_of(int=["p", "q", *shared])
        self.in_generator = self.in_loop = self.in_try = False
        self.indices, self.in_closure = [], True
        for _ in range(self.random.randrange(1, 3)):
            self.pick(self.assign, self.augment, self.store, self.branch if self.chance(0.3) else self.assign)(0 if self.chance(0.7) else 1)
        self.names = {kind: names + (["p"] if kind == "int" else []) for kind, names in readable.items()}
        self.write(f"return {self.e('int', 1)} {self.pick('& 0xffff', '% 1000003', '& (1 << 62) - 1')}")
        self.names, self.in_generator, self.in_loop, self.indices, self.count, self.in_try, self.in_closure = outer
        self.indent -= 1
        return name
