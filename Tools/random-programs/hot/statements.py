"""Statements of a hot function: most compute, some make an assumption of the compiled code wrong."""

from .expressions import COMPARISONS, ODD, WIDTHS

ERRORS = ["ValueError('v')", "KeyError('k')", "IndexError(3)", "TypeError('t')", "ZeroDivisionError", "RuntimeError", "StopIteration(4)"]
CATCHES = ["ValueError", "KeyError", "(IndexError, TypeError)", "LookupError", "ArithmeticError", "Exception", "Exception", "Exception"]


class Statements:
    """Mixed into `Program`; `self.weight` is how often the current point runs, `self.spend` pays for it."""

    def statement(self, depth):
        choices = [self.assign] * 7 + [self.augment] * 4 + [self.store] * 4 + [self.event] * 3 + [self.change_type] * 2 + [self.swap, self.call_poke, self.allocate]
        if depth > 0 and self.affordable(2):
            choices += [self.branch] * 4 + [self.guarded] * 3 + [self.inner_loop] * 3 + [self.with_block, self.mutate, self.match, self.unbind]
        self.spend()
        self.random.choice(choices)(depth)

    def body(self, depth, low=1, high=4):
        """An indented block."""
        self.indent += 1
        for _ in range(self.random.randint(low, high)):
            self.statement(depth)
        self.indent -= 1

    def moment(self):
        """A condition that is true in few iterations."""
        if not self.indices:
            return self.pick("ticks % 100 == 7", "g_int0 == 3", "caught > 5", "False")
        i, n = self.random.choice(self.indices), max(self.count, 2)
        k = self.random.randrange(n)
        return self.pick(f"{i} == {k}", f"{i} == {k}", f"{i} == {k}", f"{i} % {max(n // 4, 2)} == {k % max(n // 4, 2)}", f"{i} > {n - n // 8}",
                         f"{i} in ({k}, {k // 2}, {k // 3})", f"{i} % 97 == 13")

    def set_int(self, target, value, whole=True):
        """Assigns without letting the number grow from iteration to iteration."""
        width = self.random.choice(WIDTHS)
        style = self.random.randrange(6) if whole else self.pick(3, 4)
        if style == 0:
            self.write(f"{target} = {value} & {self.pick(f'(1 << {width}) - 1', '0xff', '0xffffffff', '0xffffffffffffffff')}")
        elif style == 1:
            self.write(f"{target} = {value} % {self.pick('1000003', f'(1 << {width})', '97', '(1 << 61) - 1')}")
        elif style == 2:
            self.write(f"{target} = ({value} + (1 << {width}) & (1 << {width + 1}) - 1) - (1 << {width})")
        elif style == 3:
            self.write(f"{target} = clip({value})")
        else:
            self.write(f"{target} = {value}")
            self.clamp(target)

    def clamp(self, target):
        width = self.random.choice(WIDTHS) + self.pick(0, 0, 1, 6)
        self.write(f"if not -(1 << {width}) < {target} < (1 << {width}): {target} = {self.pick('0', '1', '-7', self.edge())}")

    def assign(self, depth):
        kinds = [k for k in self.names if self.names[k]]
        weights = [{"int": 8, "float": 4, "num": 3, "obj": 2}.get(k, 1) for k in kinds]
        kind = self.random.choices(kinds, weights)[0]
        name = self.random.choice(self.names[kind])
        if kind in ("int", "num"):
            self.set_int(name, self.e(kind, 3), kind == "int")
        elif kind in ("str", "list", "floats"):
            self.write(f"{name} = {self.e(kind, 2)}[-12:]")
        elif kind == "dict":
            self.write(f"{name} = {self.e(kind, 1)}" if self.chance(0.3) else f"{name}[{self.e('int', 1)} & 7] = {self.e('int', 1)} % 1000003")
        elif kind == "any":
            self.write(f"{name} = {self.e('any', 2)}")
            if self.chance(0.5):
                self.write(f"if type({name}) is str: {name} = {name}[:9]")
        else:
            self.write(f"{name} = {self.e(kind, 3)}")
            self.bound_loose(name)

    def bound_loose(self, name):
        """Floats that may become ints must not be squared without end."""
        if name in self.loose:
            self.write(f"if {self.pick(f'type({name}) is int', f'isinstance({name}, int)')}: {name} %= 1 << {self.pick(40, 62, 66)}" if self.chance(0.5) else
                       f"if not -1e{self.pick(20, 60, 300)} < {name} < 1e{self.pick(20, 60, 300)}: {name} = {self.pick('1.5', '1', '-0.0', '1e-300')}")

    def augment(self, depth):
        kind = self.pick("int", "int", "float", "num")
        if not self.names[kind]:
            return self.assign(depth)
        name = self.random.choice(self.names[kind])
        if kind == "float":
            self.write(f"{name} {self.pick('+', '-', '*')}= {self.e(self.pick('float', 'int'), 2)}")
            return self.bound_loose(name)
        operator = self.pick("+", "+", "-", "*", *(["&", "|", "^", ">>"] if kind == "int" else []), "//", "%")
        value = self.e("int", 1) if self.chance(0.6) else self.pick("1", "2", "3", "7", "100", "-1") if operator != ">>" else self.pick("1", "3")
        self.write(f"{name} {operator}= {value}" + {"//": " or 3", "%": " or 5", ">>": " & 63"}.get(operator, ""))
        self.clamp(name)

    def store(self, depth):
        """Writes to an attribute, an item, a global or a cell."""
        item, owner = self.leaf("list"), self.leaf("obj")
        targets = [f"{owner}.a", f"{owner}.a", f"g_int{self.random.randrange(2)}", f"objects[{self.e('int', 1)} % {self.population}].a", "g_list[0]"]
        if self.names["list"]:
            targets += [f"{item}[{self.index(item)}]"] * 2
        if self.names["dict"]:
            targets.append(f"{self.random.choice(self.names['dict'])}[{self.e('int', 0)} & 7]")
        target = self.random.choice(targets)
        choice = self.random.randrange(6)
        if choice == 0:
            self.write(f"{owner}.f = {self.e('float', 2)}")
        elif choice == 1:
            self.write(f"{owner}.{self.pick('o', 'o', 'q', 'r')} = {self.leaf(self.pick('any', 'int'))}")
        elif choice == 2 and self.names["floats"]:
            self.write(f"{self.random.choice(self.names['floats'])}[{self.pick('0', '-1')}] {self.pick('', '+', '*')}= {self.e('float', 1)}")
        elif choice == 3:
            self.write(f"{target} {self.pick('+', '-', '^', '|')}= {self.e('int', 1)}")
            self.write(f"{target} {self.pick('&= 0xffff', '%= 1000003', '&= (1 << 62)', '%= (1 << 63)', '&= (1 << 64) - 1')}")
        else:
            self.write(f"{target} = {self.e('int', 2)} {self.pick('& 0xffff', '% 1000003', '& (1 << 62) - 1', '& (1 << 64) - 1', '% (1 << 61)')}")

    def event(self, depth):
        """Leaves the loop or the path in few iterations."""
        moment = self.moment()
        choices = [f"show({self.leaf('int')}, {self.leaf('float')}, {self.leaf('any')})", f"note(ValueError({self.leaf('int')}))", f"kept.append({self.leaf(self.pick('obj', 'int', 'float', 'list'))})", "peek(2)",
                   "sys._getframe().f_locals and tick(1)", "callers(2)", "show(sorted(locals()))", f"show(eval('{self.random.choice(self.names['int'] or ['ticks'])} == 3'))", "collect()"]
        if self.in_loop:
            choices += ["continue", "continue", "break"]
        if self.in_try or self.chance(0.3):
            choices += [f"raise {self.random.choice(ERRORS)}", f"assert {self.condition(0)}, {self.leaf('int')}"]
        if self.in_generator:
            choices += [f"yield {self.leaf('int')}"] * 3
        elif self.in_function and self.chance(0.3):
            choices.append(f"return {self.leaf('int')}, {self.leaf('any')}")
        if "return" in choices[-1] and self.in_finally:
            choices.pop()
        choice = self.random.choice([c for c in choices if not (self.in_finally and c.split()[0] in ("continue", "break", "return"))])
        self.write(f"if {moment}: {choice.replace('peek(2)', 'peek()').replace('callers(2)', 'callers()')}")

    def change_type(self, depth):
        """A variable holds something else for one iteration, or from one on."""
        kinds = [k for k in ("int", "num", "any", "float", "obj") if self.names[k]]
        kind = self.random.choice(kinds)
        name, moment = self.random.choice(self.names[kind]), self.moment()
        gentle = {"int": ["True", "0", "(1 << 62)", "-(1 << 62)", "1 << 63", "-1"], "num": ["1.5", "True", "2", "(1 << 64)", "-0.0"], "float": ["1", "0", "True", "float('inf')", "5e-324", "1e300"],
                  "obj": [f"objects[{self.random.randrange(self.population)}]", self.fresh_object(0)], "any": ODD}[kind]
        if kind == "float" and name not in self.loose:
            gentle = gentle[3:]
        if kind == "int" and self.in_try and self.chance(0.5):
            gentle = ["None", "2.0", "1j", "-0.5"]
        self.write(f"if {moment}: {name} = {self.random.choice(gentle)}")
        if kind == "num" and self.chance(0.5):
            self.write(f"elif type({name}) is float: {name} = {self.pick('7', 'int(' + name + ' % 1e9)' if self.chance(0.5) else '0')}")

    def swap(self, depth):
        kind = self.pick("int", "float", "obj")
        names = [n for n in self.names[kind] if n not in self.loose]
        if len(names) < 2:
            return self.assign(depth)
        a, b = self.random.sample(names, 2)
        if kind == "int":
            self.write(self.pick(f"{a}, {b} = {b}, {a}", f"{a}, {b} = {b} & 0xffff, ({a} - {b}) % 65537", f"{a}, *rest = {b}, 1, 2; {b} += len(rest); {b} %= 1 << 40",
                                 f"({a}, {b}), _ = ({b}, {self.leaf('int')}), 0", f"{a} = {b} = {self.leaf('int')}", f"[{a}, {b}] = [{self.constant('int')}, {a}]"))
        else:
            self.write(f"{a}, {b} = {b}, {a}")

    def call_poke(self, depth):
        """Something outside changes while this code is on the stack."""
        if not self.pokes:
            return self.assign(depth)
        self.write(f"if {self.moment()}: poke{self.random.randrange(self.pokes)}()")

    def allocate(self, depth):
        """An object that does not leave the loop, or does in few iterations."""
        name = self.name("t")
        kind = self.random.randrange(4)
        value = [self.fresh_object(1), f"[{self.e('int', 1)}, {self.e('int', 0)}]", f"({self.e('int', 1)}, {self.e('float', 1)})", f"{{'a': {self.e('int', 1)}, 'b': {self.e('float', 0)}}}"][kind]
        self.write(f"{name} = {value}")
        if self.chance(0.5):
            self.write([f"{name}.a += 1", f"{name}[0] = {self.e('int', 1)}", f"{name} = {name} + (1,)", f"{name}['a'] = {self.e('int', 0)}"][kind])
        if self.chance(0.6):
            self.write(f"if {self.moment()}: {self.pick(f'kept.append({name})', f'show({name})', f'note(KeyError(text({name})))')}")
        if self.names["int"]:
            self.set_int(self.random.choice(self.names["int"]), [f"{name}.{self.pick('a', 'm(3)', 'p')}", f"{name}[{self.pick('0', '1', '-1')}]", f"{name}[0]", f"{name}['a']"][kind])

    def branch(self, depth):
        self.write(f"if {self.condition(2)}:")
        self.body(depth - 1, 1, 2)
        if self.chance(0.3):
            self.write(f"elif {self.condition(1)}:")
            self.body(depth - 1, 1, 2)
        if self.chance(0.5):
            self.write("else:")
            self.body(depth - 1, 1, 2)

    def guarded(self, depth):
        """A try statement around a block that may raise."""
        saved = self.in_try
        self.in_try = True
        self.write("try:")
        self.body(depth - 1, 1, 3)
        self.in_try = saved
        if self.chance(0.4):
            self.write(f"    if {self.moment()}: raise {self.random.choice(ERRORS)}")
        form = self.random.randrange(5)
        if form > 0:
            if self.chance(0.3):
                self.write(f"except {self.pick(*CATCHES[:5])}:")
                self.body(0, 1, 1)
            self.write("except Exception as error:")
            self.write(f"    note(error){self.pick('', '', '; ' + self.pick('raise', 'raise KeyError(1) from error', 'raise RuntimeError(2)') if saved else '')}")
            if self.chance(0.5):
                self.body(0, 1, 1)
            if self.chance(0.3):
                self.write("else:")
                self.body(0, 1, 1)
        if form in (0, 1):
            self.write("finally:")
            outer, self.in_finally = self.in_finally, True
            self.body(0, 1, 1)
            self.in_finally = outer

    def with_block(self, depth):
        saved, self.in_try = self.in_try, True
        self.write(f"with Guard({self.pick('ValueError', 'Exception', 'Exception', 'ArithmeticError', '(KeyError, TypeError)')}){self.pick('', ' as guard')}:")
        self.body(depth - 1, 1, 3)
        self.in_try = saved

    def mutate(self, depth):
        """Changes the length of a container, a little at a time."""
        kind = self.pick("list", "list", "dict", "floats")
        if not self.names[kind]:
            return self.assign(depth)
        name = self.random.choice(self.names[kind])
        if kind == "dict":
            self.write(self.pick(f"{name}.pop({self.e('int', 0)} & 7, None)", f"{name}[{self.e('int', 1)} & 15] = {self.e('int', 1)} % 1000003", f"{name}.setdefault({self.e('int', 0)} & 7, 0)"))
        else:
            kind = "int" if kind == "list" else "float"
            bound = self.pick("% 1000003", "& (1 << 62) - 1", "% (1 << 63)", "& 0xff") if kind == "int" else "* 0.5"
            self.write(self.pick(f"{name}.append({self.e(kind, 1)} {bound})", f"if {name}: {name}.pop()", f"{name}.insert({self.e('int', 0)} % 5, {self.e(kind, 1)} {bound})", f"{name}[1:3] = [{self.e(kind, 1)} {bound}]",
                                 f"if {name}: del {name}[{self.pick('0', '-1')}]", f"{name}.reverse()", f"{name}.extend([{self.e(kind, 0)}, {self.e(kind, 0)}])"))
            self.write(f"if len({name}) > {self.pick(6, 12, 30)}: del {name}[3:]")
            if self.chance(0.6):
                self.write(f"if not {name}: {name}.append({self.constant(kind)})")

    def match(self, depth):
        self.write(f"match {self.leaf(self.pick('any', 'int', 'num', 'list', 'obj'))}:")
        self.indent += 1
        patterns = ["0 | 1 | 2", "int()", "float()", "None", "str()", "[a_, b_]", "[a_, *_]", "bool()", f"{self.random.choice(self.classes)}(a=a_)", "(1, a_)", "{'a': a_}", f"_ if {self.condition(0)}", "True", "-1 | 1.5", "[]"]
        for pattern in self.random.sample(patterns, self.random.randint(1, 3)):
            self.write(f"case {pattern}:")
            self.body(0, 1, 1)
        self.write("case _:")
        self.body(0, 1, 1)
        self.indent -= 1

    def unbind(self, depth):
        """A variable that is gone for a while."""
        if not self.names["int"]:
            return self.assign(depth)
        name = self.random.choice(self.names["int"])
        if not (name[:1] == "i" and name[1:].isdigit()) or self.in_closure:
            return self.assign(depth)
        moment, other = self.moment(), self.random.choice(self.names["int"])
        self.write("try:")
        self.write(f"    if {moment}: del {name}")
        self.write(f"    {self.pick(f'{name} + 1', f'{other} = {name} & 0xff', 'tick(' + name + ')', f'show({name}) if {moment} else 0')}")
        self.write(f"except {self.pick('UnboundLocalError', 'NameError', 'Exception')} as error:")
        self.write(f"    note(error); {name} = {self.pick('1', '0.5' if self.in_try else '3', self.edge())}")

    def inner_loop(self, depth):
        times = self.pick(2, 3, 5, 8, 20)
        while times > 2 and not self.affordable(times * 3):
            times //= 2
        if not self.affordable(times * 2):
            return self.assign(depth)
        self.loop(depth - 1, times, inner=True)

    def loop(self, depth, times, inner=False, low=2, high=5):
        """A loop of about `times` iterations over something random."""
        index, scoped = self.name("i"), []
        header, before, step = self.loop_header(index, times, inner, scoped)
        for line in before:
            self.write(line)
        self.write(header)
        outer = self.weight, self.in_loop, self.count, self.indices
        self.weight, self.in_loop, self.count = self.weight * times, True, times
        self.indices = self.indices + [index]
        if step:  # first, so that `continue` cannot skip it
            self.write("    " + step)
        for line in scoped:
            self.write("    " + line)
        safe = not inner and not self.in_generator and self.chance(0.6)
        if safe:  # one iteration that raises does not end the loop
            self.in_try = True
            self.indent += 1
            self.write("try:")
        self.body(depth, low, high)
        if safe:
            self.write("except Exception as error: note(error)")
            self.indent -= 1
            self.in_try = False
        if self.names["int"] and self.chance(0.2 if inner else 0.8):
            self.write(f"    total = total * 31 + {self.random.choice(self.names['int'])} & {self.pick('0xffffffff', '(1 << 60) - 1', '(1 << 64) - 1')}")
        self.weight, self.in_loop, self.count, self.indices = outer
        if self.chance(0.15):
            self.write("else:")
            self.body(0, 1, 1)

    def loop_header(self, index, times, inner, scoped):
        """The header, the lines before it, and the line that counts if the header does not."""
        form = self.random.random()
        start, stride = self.pick(0, 0, 1, 5), self.pick(1, 2, 3)
        if form < 0.3:
            return f"for {index} in range({times}):", [], None
        if form < 0.4:
            return f"for {index} in range({start}, {start + times * stride}, {stride}):", [], None
        if form < 0.45:
            return f"for {index} in range({times - 1}, -1, -1):", [], None
        if form < 0.5:
            base = self.pick("(1 << 62) - ", "(1 << 63) - ", "-(1 << 62) - ") + str(times // 2)
            k = self.name("i")
            scoped.append(f"{index} = {k} - ({base})")
            return f"for {k} in range({base}, {base} + {times}):", [], None
        if form < 0.65:
            return f"while {index} < {times}:", [f"{index} = -1" if self.chance(0.2) else f"{index} = 0"], f"{index} += 1"
        if form < 0.7:
            return "while True:", [f"{index} = {times}"], f"{index} -= 1\n{'    ' * (self.indent + 1)}if {index} <= 0: break"
        if form < 0.75:
            return f"for {index}, {self.name('u')} in enumerate({self.pick('range', 'count_up')}({times})):", [], None
        if form < 0.8:
            return f"for {index}, {self.name('u')} in zip(range({times}), {self.pick('range(100000)', 'count_up(100000)', 'floats_up(100000)')}):", [], None
        if form < 0.87:
            return f"for {index} in {self.random.choice(self.generators) if self.generators and self.chance(0.6) else 'count_up'}({times}):", [], None
        if form < 0.93:
            return f"for {index} in {self.pick('list', 'tuple', 'dict.fromkeys')}(range({times})):", [], None
        if inner and self.names["list"]:
            name = self.random.choice(self.names["list"])
            k = self.name("u")
            return f"for {index}, {k} in enumerate({name}):", [], f"if {index} > {times}: break"
        return f"for {index} in Steps({times}):", [], None
