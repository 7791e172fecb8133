"""Scenarios about ints and floats: widths, signs, rounding, conversions, bits."""

from .expressions import COMPARISONS, RARE_FLOATS, WIDTHS


class Numbers:
    """Mixed into `Scenarios`."""

    def scenario_crossing(self):
        """A counter that leaves a width in the middle of the loop, and comes back."""
        f, n, width = self.name("cross"), self.size(), self.random.choice(WIDTHS)
        step = self.pick(1, 3, 7, 1001)
        operation = self.pick("x += step", "x = x + step", "x -= -step", "x = step + x", "x = x - step * -1", "x, y = x + step, x", "x = -(-x - step)", "x = ~(~x - step)")
        back = self.pick("x -= step", "x = x + -step", "x = x - step", "x = -(step - x)")
        extra = self.pick("y = x * 2", "y = x << 1", "y = x // 3", "y = x % 1000", "y = x * x", "y = -x", "y = x / 2", "y = x & 0xffff", "y = x >> 5", "y = x ^ -1", "y = abs(x)", "y = float(x)", "y = x * -1", "y = x | 1 << 62", "y = hash(x)", "y = int(str(x)[-3:])",
                          "y = divmod(x, 1000003)", "y = x * 1.0", "y = x % -7", "y = x // -1", "y = (x, -x)", "y = x == float(x)", "y = x < 2.0 ** 62", "y = x ** 2", "y = x >> 62", "y = x << 2 >> 2")
        self.lines_of(f"""
def {f}(x, step, n):
    y = 0
    seen = 0
    for i in range(n):
        {operation}
        {extra}
        seen = (seen * 3 + hash(y)) % 1000003
        if i {self.pick('%', '&')} {max(n // 5, 1)} == 1: show(x, y)
    for i in range(n):
        {back}
        {extra}
        seen = (seen * 3 + hash(y)) % 1000003
    return x, y, seen
for sign in (1, -1):
    run({f}, sign * ((1 << {width}) - {step * (n // 2)}), sign * {step}, {n})
    run({f}, {self.pick('0', '5', '1 << 20')}, sign, 50)
""")

    def scenario_edge_products(self):
        """One operation over all pairs of edge values, hot enough to be compiled for small ints first."""
        f = self.name("pairs")
        op = self.pick("+", "-", "*", "//", "%", "<<", ">>", "&", "|", "^", "/", "**", *COMPARISONS)
        right = {"<<": "(b & 127)", ">>": "(b & 127)", "**": "(b & 3)"}.get(op, "b")
        edges = ", ".join(self.edge() for _ in range(9))
        floats = ", ".join(self.random.choice(RARE_FLOATS) for _ in range(self.random.randrange(4)))
        also = self.pick("", "", f", {floats}" if floats and op not in "<<>>&|^**" else "", ", True, False")
        self.lines_of(f"""
def {f}(values, times):
    total = 0
    for a in values:
        for b in values:
            for _ in range(times):
                try: c = a {op} {right}
                except ({self.pick('ZeroDivisionError, OverflowError', 'Exception,')}) as error: c = type(error).__name__
                total = (total * 7 + {self.pick('hash(repr(c)) * 0 + len(repr(c))', 'hash(c) if c == c and type(c) is not str else 3')}) % 1000000007
            {self.pick('', 'if b == a: ')}show(c)
    return total
run({f}, (1, 2, 3, -4), {self.size(5, 60)})
run({f}, ({edges}{also}), {self.pick(1, 2)})
""")

    def scenario_unary(self):
        f, n = self.name("unary"), self.size()
        kind = self.pick("-x", "~x", "abs(x)", "+x", "not x", "-(-x)", "x.bit_length()", "int(x)", "round(x)", "x if x > 0 else -x", "x.__neg__()", "-x // 2", "-x % 7", "bool(x)", "float(x)", "hash(x) if x == x else 7")
        self.lines_of(f"""
def {f}(values, n):
    total = 0
    for i in range(n):
        x = values[i % len(values)]
        try: y = {kind}
        except Exception as error: y = note(error)
        total = (total + hash(y) * 3 if y == y else total) % 1000000007
    return total, y
run({f}, [1, 2, -3], {n})
run({f}, [0, {self.edge()}, {self.edge()}, {self.edge()}, True, {self.edge()}], {n // 3 + 6})
run({f}, [0.0, -0.0, {', '.join(self.random.sample(RARE_FLOATS, 3))}, 1.5, 2], {n // 3 + 6})
""")

    def scenario_floats_out_and_back(self):
        """Products that leave the common exponents and come back."""
        f, n = self.name("scale"), self.size(200, 700, 1500)
        up, down = self.pick(("2.0", "0.5"), ("1e10", "1e-10"), ("1.0000001", "0.75"), ("4.0", "0.125"), ("-8.0", "-0.125"), ("1e100", "1e-100"), ("3.0", "1 / 3.0"))
        self.lines_of(f"""
def {f}(x, n, low, high):
    factor, turns, total, largest = {up}, 0, 0.0, 0.0
    for i in range(n):
        {self.pick('x *= factor', 'x = x * factor', 'x = factor * x', 'x = x / (1.0 / factor)')}
        if x > high or x < -high: factor = {down}; turns += 1
        elif {self.pick('-low < x < low', 'abs(x) < low')}: factor = {up}; turns += 1{self.pick('', '; x = -x')}
        total {self.pick('+= x', '= total * 0.5 + x', '-= x')}
        if x != x or total != total: total = 0.0; x = 1.0
        {self.pick('', 'largest = max(largest, x)', 'largest = x if x > largest else largest', 'if i % 50 == 49: show(x)')}
    return x, total, turns, largest
run({f}, 1.0, {n}, {self.pick('2.0 ** -255', '2.0 ** -256', '1e-308', '5e-324', '0.0', '2.0 ** -300')}, {self.pick('2.0 ** 255', '2.0 ** 256', '1e308', "float('inf')", '2.0 ** 257')})
run({f}, {self.pick('1', '-1.0', '1e-300', '3', '-0.0', '1e300')}, {n // 2}, 1e-70, 1e80)
""")

    def scenario_float_table(self):
        f = self.name("table")
        op = self.pick("a + b", "a - b", "a * b", "a / b", "a // b", "a % b", "a < b", "a == b", "a >= b", "max(a, b)", "min(a, b)", "divmod(a, b)", "abs(a) ** 0.5", "-a", "int(a)", "a ** b if -4 < b < 4 else 0", "round(a, 3)", "a != b", "a is b or a == b", "(a > b) - (a < b)",
                       "a if a else b", "not a", "a and b", "a <= b <= a", "float(b)", "hash(a) if a == a else 0", "repr(a)", "a.is_integer()", "a - b * 2.0 + a", "a * b - a * b")
        values = ", ".join(self.random.sample(RARE_FLOATS, 6) + ["0.0", "-0.0", "1.0", "2", self.edge(), "0.1"])
        self.lines_of(f"""
def {f}(values, times):
    found = []
    for a in values:
        for b in values:
            for _ in range(times):
                try: c = {op}
                except Exception as error: c = type(error).__name__
            found.append(repr(c))
    return found
print(*{f}([1.0, 2.5, -3.0], {self.size(3, 40)}))
print(*{f}([{values}], {self.pick(1, 3)}))
""")

    def scenario_bits(self):
        """Generators of random numbers, hashes and bit counts modulo a power of two."""
        f, n, w = self.name("bits"), self.size(), self.pick(16, 31, 32, 61, 62, 63, 64)
        mask = f"(1 << {w}) - 1"
        steps = self.random.sample(["x ^= x << 13 & mask", "x ^= x >> 7", "x ^= x << 17 & mask", "x = x * 6364136223846793005 + 1442695040888963407 & mask", "x = (x << 5 | x >> 27) & mask", "h = (h ^ x & 255) * 16777619 & mask", "h = h * 31 + (x & 0xff) & mask",
                                    "h += x & -x", "h ^= ~x & mask", "h = h * 33 ^ x & mask", "h = (h + (x >> 3)) % 1000000007", "x = (x * x + i) & mask", "h |= x & i", "x = x // 3 + (x & 1) * (mask - 5)", "h = -h % (mask + 2)", "x += h << 1; x &= mask"], self.random.randint(2, 5))
        body = "\n        ".join(steps)
        self.lines_of(f"""
def {f}(x, n):
    mask, h, ones = {mask}, {self.pick('0', '2166136261', '14695981039346656037')}, 0
    for i in range(n):
        {body}
        h &= mask
        {self.pick('', 'y = x & mask\n        while y: y &= y - 1; ones += 1', 'ones += x.bit_count()', 'ones ^= x % 3')}
    return x, h, ones
run({f}, {self.pick('1', '88172645463325252', '12345', self.edge())}, {n // 3})
run({f}, {self.pick('7', '-5', 'True', self.edge(), '2.5')}, 30)
""")

    def scenario_known(self):
        """Small well-known algorithms with several exits."""
        f, n = self.name("known"), self.size()
        body, call = self.pick(
            ("while x != 1:\n        steps += 1\n        if x % 2: x = 3 * x + 1\n        else: x //= 2\n        if steps > 500: return 'long', x", "27"),
            ("for i in range(2, n):\n        for j in range(2, i):\n            if j * j > i: steps += i; break\n            if i % j == 0: break\n        else: x += i\n        if steps > 100000: return 'many', i", "1"),
            ("while True:\n        x, n = n, x % n if n else 0\n        steps += 1\n        if not n: break", "123456789012345678901234567890 * 7919"),
            ("a, b = 0, 1\n    for i in range(n):\n        a, b = b, a + b\n        if a > 1 << 70: a, b = a % 1000003, b % 1000007; steps += 1\n    x = a, b", "1"),
            ("guess = float(x)\n    while steps < n:\n        steps += 1\n        new = (guess + x / guess) / 2\n        if new == guess: break\n        guess = new\n    x = guess", "2 ** 61"),
            ("low, high = 0, x\n    while low < high:\n        steps += 1\n        mid = (low + high) // 2\n        if mid * mid < x: low = mid + 1\n        else: high = mid\n    x = low", "(1 << 62) + 12345"),
            ("lo = 0.0\n    c = 0.0\n    for i in range(n):\n        y = 0.1 * i - c\n        t = lo + y\n        c = (t - lo) - y\n        lo = t\n    x = lo, c", "1"),
            ("sieve = [True] * (n + 1)\n    for i in range(2, n + 1):\n        if sieve[i]:\n            steps += 1\n            for j in range(i * i, n + 1, i): sieve[j] = False", "1"))
        self.lines_of(f"""
def {f}(x, n):
    steps = 0
    {body}
    return x, steps
for _ in range({self.pick(1, 3)}): run({f}, {call}, {min(n, 900)})
run({f}, {self.pick('7', '1 << 65', '97', 'True', '19.0')}, 40)
""")

    def scenario_mixed_kinds(self):
        """An accumulator that is an int, then something else."""
        f, n = self.name("mixed"), self.size()
        others = ", ".join(self.random.choice(["0.5", "-0.0", "True", "None", "'s'", "1 << 62", "1 << 80", "2", "float('nan')", "1j", "[1]", "(1,)", "Steps(2)", "-(1 << 62)", "1e300", "False"]) for _ in range(self.random.randint(1, 4)))
        at = self.random.randrange(n)
        self.lines_of(f"""
def {f}(n, others, at):
    total, bad = {self.pick('0', '0.0', '1', '(1 << 62) - 500', '""')}, 0
    for i in range(n):
        x = i
        if i >= at: x = others[i % len(others)]
        try: total = {self.pick('total + x', 'x + total', 'total - x', 'total * 3 - x', 'x if x else total', 'total + x * 2', 'max(total, x)', 'total + (x == 1) - (x is None)', 'x == total or total', '-x + total', 'total if x < total else x', 'total + x % 5', '(total, x)[i & 1]')}
        except TypeError as error: bad += 1; {self.pick('total = 0', 'note(error)', 'pass')}
        if type(total) in (int, float) and not -1e30 < total < 1e30: total = {self.pick('1', '0.5')}
        if {self.pick('i == at', 'i == at + 1', 'i % 500 == 3')}: show(total)
        if type(total) not in (int, float, bool): {self.pick('show(total); ' if self.chance(0.3) else '', 'bad += 1; ')}total = 2
    return total, bad
run({f}, {n}, ({others},), {at})
run({f}, {n // 2}, ({others},), {at // 4})
""")
