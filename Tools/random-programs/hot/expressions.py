"""Expressions over the variables in scope, by the kind of value they are meant to have."""

INTS = ["0", "1", "-1", "2", "3", "5", "7", "10", "-13", "64", "255", "1000", "1000003", "True", "False"]
WIDTHS = [28, 30, 31, 32, 53, 60, 61, 62, 63, 64]
FLOATS = ["0.0", "-0.0", "1.0", "0.5", "-1.5", "0.1", "3.75", "1e16", "1e-7", "2.0 ** 53", "-2.0 ** 62", "2.0 ** 63"]
RARE_FLOATS = ["1e300", "-1e308", "5e-324", "1e-310", "2.0 ** 255", "2.0 ** -255", "2.0 ** 256", "2.0 ** -256", "1e77", "1e-77",
               "float('inf')", "float('-inf')", "float('nan')", "2.2250738585072014e-308", "1.7976931348623157e308"]
STRINGS = ["''", "'a'", "'abc'", "'Zz'", "'ß'", "'日本'", "'7'", "'xyxy'"]
ODD = ["None", "True", "'odd'", "2.5", "1 << 70", "(1, 2)", "[3]", "float('nan')", "()", "b'x'", "...", "-0.0", "{}", "int"]
NOT_SEQUENCES = ["None", "True", "2.5", "1 << 70", "float('nan')", "-0.0", "1j", "False", "-(1 << 62)"]  # no product of them is long, no hash is an address
COMPARISONS = ["<", "<=", "==", "!=", ">", ">="]


class Expressions:
    """Mixed into `Program`; `self.names[kind]` are the variables, `self.indices` ints not to assign."""

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    def edge(self):
        """An int next to a power of two at which representations change, or whose word is next to the address of None."""
        if self.chance(0.15):
            return f"({self.pick('', '-')}(1 << 27) + {self.random.randrange(18)})"
        near = self.random.choice([0, 0, 1, -1, 2, -2, 5, -9, 300, -300, -1000])
        sign = self.pick("", "-")
        return f"({sign}(1 << {self.random.choice(WIDTHS)}){f' {near:+d}' if near else ''})".replace(" +", " + ").replace(" -", " - ")

    def constant(self, kind):
        if kind in ("int", "num"):
            return self.random.choice(INTS) if self.chance(0.75) else self.edge()
        if kind == "float":
            return self.random.choice(FLOATS if self.chance(0.8) else RARE_FLOATS)
        if kind == "any":
            return self.random.choice(ODD)
        if kind == "odd":
            return self.random.choice(NOT_SEQUENCES)
        return {"str": self.random.choice(STRINGS), "list": "[1, 2, 3]", "floats": "[0.5, 1.0]", "dict": "{1: 2}",
                "obj": f"objects[{self.random.randrange(self.population)}]"}[kind]

    def leaf(self, kind):
        names = self.names[kind] + (self.indices if kind in ("int", "num") else [])
        if names and self.chance(0.75):
            return self.random.choice(names)
        if kind in ("int", "float") and self.chance(0.25):
            return f"g_{kind}{self.random.randrange(2)}"
        return self.constant(kind)

    def e(self, kind, depth=2):
        if depth <= 0 or self.chance(0.2):
            return self.leaf(kind)
        return getattr(self, f"{kind}_expression")(depth - 1)

    def num_expression(self, d):
        return self.e(self.pick("int", "int", "float"), d)

    def any_expression(self, d):
        return self.e(self.pick("int", "float", "str", "obj", "list"), d)

    def obj_expression(self, d):
        e = self.e
        return self.pick(lambda: f"objects[{e('int', d)} % {self.population}]", lambda: f"{self.leaf('obj')}.s({e('int', d)})",
                         lambda: self.fresh_object(d), lambda: f"({self.leaf('obj')} if {self.condition(d)} else {self.leaf('obj')})")()

    def fresh_object(self, d):
        return f"{self.random.choice(self.classes)}({self.e('int', d)}{self.pick('', ', ' + self.e('float', 0), ', o=' + self.leaf('any'))})"

    def list_expression(self, d):
        e = self.e
        return self.pick(
            lambda: f"[{e('int', d)}, {e('int', d)}, {e('int', 0)}]", lambda: f"{self.leaf('list')}[{self.pick('1:', ':-1', '::-1', '::2', ':3')}]",
            lambda: f"({self.leaf('list')} + [{e('int', d)}])", lambda: f"sorted({self.leaf('list')})", lambda: f"list({self.leaf('list')})",
            lambda: f"[q {self.pick('+', '-', '^')} {e('int', 0)} for q in {self.leaf('list')}]", lambda: f"[*{self.leaf('list')}, {e('int', 0)}]",
            lambda: f"[q for q in {self.leaf('list')} if q {self.pick(*COMPARISONS)} {e('int', 0)}]")()

    def floats_expression(self, d):
        return self.pick(lambda: f"[{self.e('float', d)}, {self.e('float', d)}]", lambda: f"[q * {self.e('float', 0)} for q in {self.leaf('floats')}]",
                         lambda: f"{self.leaf('floats')}[::-1]")()

    def dict_expression(self, d):
        return self.pick(lambda: f"{{{self.e('int', d)}: {self.e('int', d)}, 1: {self.e('int', 0)}}}", lambda: f"dict({self.leaf('dict')})",
                         lambda: f"{{**{self.leaf('dict')}, 5: {self.e('int', d)}}}")()

    def str_expression(self, d):
        e = self.e
        return self.pick(
            lambda: f"({e('str', d)} + {e('str', d)})[-20:]", lambda: f"str({e('int', d)})", lambda: f"{e('str', d)}[{self.pick('::-1', '1:', ':2', '-3:')}]",
            lambda: f'f"{{({self.leaf("int")})}}|{{({self.leaf("any")})!r:.9}}"', lambda: f"chr(97 + {e('int', d)} % 26)",
            lambda: f"({e('str', d)} * {self.random.randrange(3)})", lambda: f"{e('str', d)}.{self.pick('upper', 'strip', 'title')}()",
            lambda: f"repr({e(self.pick('int', 'float'), d)})", lambda: f"'%d' % {e('int', d)}", lambda: f"({e('str', d)} or 'e')[{e('int', 0)} % 1]",
            lambda: f"'-'.join([{e('str', d)}, {e('str', 0)}])")()

    def index(self, container):
        """An index into a list: mostly inside it."""
        i = self.e("int", 1)
        return self.pick(f"{i} % len({container})", f"{i} % len({container})", f"-1 - {i} % len({container})", "-1", "0", f"{i} & 1", f"{i} & 3", i)

    def int_expression(self, d):
        e = self.e
        if self.in_class:  # what could call the method that it is in
            return self.pick(lambda: f"({e('int', d)} {self.pick('+', '-', '*', '&', '|', '^')} {e('int', d)})", lambda: self.int_arithmetic(d),
                             lambda: f"({e('int', d)} if {e('int', d)} {self.pick(*COMPARISONS)} {e('int', 0)} else {e('int', d)})", lambda: f"{self.pick('min', 'max')}({e('int', d)}, {e('int', d)})")()
        if self.chance(0.45):
            return f"({e('int', d)} {self.pick('+', '+', '-', '-', '*', '&', '|', '^')} {e('int', d)})"
        return self.pick(*([self.int_arithmetic] * 4 + [self.int_lookup] * 3 + [self.int_call] * 3 + [self.int_logic] * 2))(d)

    def int_arithmetic(self, d):
        e = self.e
        divisor = self.pick(f"({e('int', d)} | 1)", f"({e('int', d)} or 1)", self.pick("2", "3", "-3", "7", "10", "256", "1000003", "-(1 << 31)", "(1 << 61)"), e("int", d))
        return self.pick(
            lambda: f"({e('int', d)} {self.pick('//', '%')} {divisor})", lambda: f"({e('int', d)} << ({e('int', d)} & {self.pick(7, 15, 31, 63)}))",
            lambda: f"({e('int', d)} >> ({e('int', d)} & {self.pick(7, 31, 63, 127)}))", lambda: f"({e('int', d)} << {self.pick(1, 2, 31, 32, 61, 62, 63)})",
            lambda: f"({e('int', d)} >> {self.pick(1, 3, 31, 62, 63, 64)})", lambda: f"({self.pick('-', '~', '+', '-')}{e('int', d)})", lambda: f"abs({e('int', d)})",
            lambda: f"{e('int', d)} ** 2", lambda: f"({e('int', d)} & 7) ** ({e('int', d)} & 3)", lambda: f"pow({e('int', d)}, {e('int', 0)} & 7, 1000003)",
            lambda: f"divmod({e('int', d)}, {divisor})[{self.pick(0, 1)}]", lambda: f"({e('int', d)} >> {e('int', 0)} % 70)" if self.chance(0.9) else f"(1 << {e('int', 0)} % 90 - 1)",
            lambda: f"int({e('float', d)})" if self.chance(0.5) else f"int({e('float', d)} % 1000.0)", lambda: f"round({e('float', 0)} % 100)")()

    def int_lookup(self, d):
        e, items = self.e, self.leaf("list")
        return self.pick(
            lambda: f"{items}[{self.index(items)}]", lambda: f"{items}[{self.index(items)}]", lambda: f"{self.leaf('obj')}.a", lambda: f"{self.leaf('obj')}.p",
            lambda: f"{self.leaf('dict')}.get({e('int', d)} & 7, {e('int', 0)})", lambda: f"{self.leaf('dict')}[{e('int', d)} & 3]" if self.chance(0.4) else f"len({self.leaf('dict')})",
            lambda: f"({e('int', d)}, {e('int', d)})[{e('int', 0)} & 1]", lambda: f"[{e('int', d)}, {e('int', d)}, {e('int', 0)}][{e('int', 0)} % 3]",
            lambda: f"{{0: {e('int', d)}, 1: {e('int', 0)}}}[{self.condition(0)}]", lambda: f"g_list[{e('int', d)} % 4]", lambda: f"ord({e('str', 0)}[:1] or 'k')",
            lambda: f"objects[{e('int', d)} % {self.population}].a", lambda: f"{self.random.choice(self.classes)}.k")()

    def int_call(self, d):
        e = self.e
        choices = [
            lambda: f"len({e(self.pick('str', 'list', 'dict', 'list'), 0)})", lambda: f"{self.pick('min', 'max')}({e('int', d)}, {e('int', d)})",
            lambda: f"sum({self.leaf('list')}[:4])", lambda: f"hash({e('int', d)})", lambda: f"({e('int', d)}).bit_length()", lambda: f"tick({e('int', d)})",
            lambda: f"{self.leaf('obj')}.m({e('int', d)})", lambda: f"objects[{e('int', d)} % {self.population}].m({e('int', 0)})",
            lambda: f"{self.fresh_object(0)}.{self.pick('a', 'm(2)', 'p')}", lambda: f"({self.leaf('obj')} {self.pick('+', '-')} {e('int', 0)})", lambda: f"{self.leaf('obj')}({e('int', 0)})",
            lambda: f"len({self.leaf('obj')})", lambda: f"{self.leaf('obj')}[{e('int', 0)}]", lambda: f"(lambda q: q {self.pick('+', '^', '-')} {e('int', 0)})({e('int', 0)})",
            lambda: f"isinstance({self.leaf('any')}, {self.pick('int', 'float', '(int, str)', self.random.choice(self.classes))})", lambda: f"int({e('str', 0)} or 3, 36)" if self.chance(0.1) else "ticks"]
        choices += [lambda: f"sum(q & 3 for q in {self.leaf('list')})", lambda: f"any(q {self.pick(*COMPARISONS)} {e('int', 0)} for q in {self.leaf('list')})", lambda: f"max(map(abs, {self.leaf('list')}), default=1)",
                    lambda: f"len({{q & 3 for q in {self.leaf('list')}}})", lambda: f"next(iter({self.leaf('list')}), {e('int', 0)})", lambda: f"(lambda *q, k={e('int', 0)}: k + len(q))({e('int', 0)}, 2)"]
        if self.names["int"] and self.in_function and not self.in_closure:
            choices.append(lambda: f"({self.random.choice(self.names['int'])} := {e('int', d)} % 1000003)")
        if self.helpers:
            choices += [lambda: self.helper_call(d)] * 8
        return self.random.choice(choices)()

    def helper_call(self, d):
        name = self.random.choice(self.helpers)
        self.left -= self.weight * self.helper_cost // 4
        a, b = self.e("int", d), self.e("int", d)
        return f"{name}({self.pick(a, f'{a}, {b}', *([] if name.startswith('inner') else [f'{a}, y={b}', f'x={a}', f'y={a}, x={b}']), f'*({a}, {b})')})"

    def int_logic(self, d):
        e = self.e
        return self.pick(
            lambda: f"({e('int', d)} if {self.condition(d)} else {e('int', d)})", lambda: f"({self.condition(d)} and {e('int', d)} or {e('int', 0)})",
            lambda: f"({self.condition(d)} + {e('int', d)})", lambda: f"({e('int', d)} {self.pick('and', 'or')} {e('int', d)})", lambda: f"int({self.condition(d)})",
            lambda: f"(not {e('int', d)})")()

    def float_expression(self, d):
        e = self.e
        return self.pick(*[
            lambda: f"({e('float', d)} {self.pick('+', '-', '*')} {e(self.pick('float', 'float', 'int'), d)})"] * 4 + [
            lambda: f"({e('float', d)} / ({e('float', d)} or 1.0))", lambda: f"({e('float', d)} {self.pick('/', '//', '%')} {e(self.pick('float', 'int'), d)})",
            lambda: f"({e('int', d)} / ({e('int', d)} | 1))", lambda: f"({e('float', d)} * {self.pick('0.5', '1e10', '1e-10', '1e150', '1e-150', '2.0 ** 128', '2.0 ** -128')})",
            lambda: f"float({e('int', d)})", lambda: f"(-{e('float', d)})", lambda: f"abs({e('float', d)})", lambda: f"{self.pick('min', 'max')}({e('float', d)}, {e(self.pick('float', 'int'), d)})",
            lambda: f"{self.leaf('obj')}.f", lambda: f"{self.leaf('obj')}.g()", lambda: f"{self.leaf('floats')}[{self.pick('-1', '0', e('int', 0) + ' & 1')}]",
            lambda: f"({e('float', d)} if {self.condition(d)} else {e('float', 0)})", lambda: f"{e('float', d)} ** 2" if self.chance(0.4) else f"abs({e('float', 0)}) ** 0.5",
            lambda: f"sum({self.leaf('floats')})", lambda: f"round({e('float', 0)} % 1e6, 2)", lambda: f"({e('int', d)} {self.pick('+', '-', '*')} {e('float', d)})",
            lambda: f"divmod({e('float', d)}, {self.pick('0.7', '-3.0', '1e-3')})[1]"])()

    def condition(self, d):
        e = self.e
        kind = self.pick("int", "int", "int", "float", "num")
        if self.chance(0.15):
            return f"{self.leaf(kind)} {self.pick(*COMPARISONS)} {self.pick('0', '1', '5', '100', '-1', '0.5')}"
        return self.pick(*[
            lambda: f"({e(kind, d)} {self.pick(*COMPARISONS)} {e(kind, d)})"] * 4 + [
            lambda: f"({e('int', d)} {self.pick('<', '<=', '==', '>')} {e('float', d)})", lambda: f"({e('int', 0)} < {e('int', d)} <= {e('num', 0)})",
            lambda: f"({self.leaf('any')} is {self.pick('None', 'not None', 'True', 'not True')})", lambda: f"({self.leaf('any')} {self.pick('==', '!=')} {e(self.pick('int', 'float', 'str'), 0)})",
            lambda: f"({e('int', d)} {self.pick('in', 'not in')} {self.pick(self.leaf('list'), self.leaf('dict'), '(1, 2, 3)', '{1, 5, 9}', 'range(3, 50, 4)')})",
            lambda: f"(not {self.condition(d - 1) if d > 0 else self.leaf('any')})", lambda: f"({e('int', 0)} & 1)", lambda: f"({self.leaf('obj')} is {self.leaf('obj')})",
            lambda: f"({e('str', 0)} {self.pick('<', '==', '!=', 'in')} {e('str', 0)})", lambda: f"bool({e('num', d)})", lambda: f"({self.leaf('obj')} {self.pick('<', '==')} {self.leaf('obj')})",
            lambda: f"isinstance({self.leaf(self.pick('any', 'int', 'obj'))}, {self.pick('int', 'float', self.random.choice(self.classes))})",
            lambda: f"({e('int', 0)} > 3 {self.pick('and', 'or')} {e('float', 0)} < 0.75)"])()
