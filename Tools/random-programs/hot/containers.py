"""Scenarios about lists, dicts, strings, objects and operators, changed while they are read."""

from .expressions import ODD


class Containers:
    """Mixed into `Scenarios`."""

    def scenario_list_changed(self):
        f, n = self.name("changed"), self.size(40, 200, 600)
        action = self.pick("items.append(i)", "items.pop()", "items.insert(0, i)", "del items[0]", "items.clear()", "items[:] = items[::2]", "items.extend((1, 2))", "items.reverse()", "items[-1] = None", "items[0] = 0.5", "items[len(items) // 2] = 'x'", "items.remove(x)", "items.sort(key=str)", "items *= 2")
        loop = self.pick("for x in items:", "for i, x in enumerate(items):", "for x in reversed(items):", "for x, y in zip(items, items):", "for x in iter(items):", "for x in items[:]:", "for k in range(len(items)):\n            x = items[k]", "k = -1\n        while k + 1 < len(items):\n            k += 1; x = items[k]", "for x in map(int, items):", "for x in (q for q in items):")
        self.lines_of(f"""
def {f}(items, at):
    total, i = 0, 0
    try:
        {loop}
            i += 1
            if {self.pick('i == at', 'i % at == 0', 'i > at and i < at + 5')} and len(items) < 3000: {action}
            total = (total * 5 + (x if type(x) is int else 7)) % 1000003
            if i > 4000: break
        else: total += 1
    except (IndexError, TypeError, ValueError) as error: note(error)
    return total, i, len(items), items[-3:]
for at in ({n // 2}, {self.pick(1, 3, n - 1)}, {n * 2}): run({f}, list(range({n})), at)
""")

    def scenario_meeting(self):
        f, n = self.name("meet"), self.size()
        items = self.pick("list(range(n))", "[i * 0.5 for i in range(n)]", "[k] * n", "list('abcdefghij' * n)[:n]", "[0.0, 1] * (n // 2)", "[(1 << 61) + i for i in range(n)]")
        test = self.pick("i < j", "i <= j", "j > i", "i < j - 1", "i + 1 < j", "j >= i", "i != j and i < j")
        work = self.pick("a[i], a[j] = a[j], a[i]", "a[i] += i", "a[i] -= a[j]", "a[j] = a[i] + k", "a[i] = k - a[i]", "a[i] += a[j]; a[j] -= 1", "total += a[i] == a[j]", "a[i] = a[i + 1] + i", "a[j] = j - a[j]", "a[j - 1] += k; total += 1")
        event = self.pick("pass", "a.pop()", "a.append(k)", "a[i] = None", "a[j] = 0.25", "a[i] = (1 << 62) - 1", "i = -3", "j += 2", "j = len(a) + 1", "a = tuple(a)", "a = Odd(a)", "i = True", "collect()", "del a[2:]", "i = k")
        up = self.pick("i += 1", "i += 2", "i = i + 1", "i += 1 if i != 5 else 2")
        down = self.pick("j -= 1", "j -= 3", "j = j - 1", "j += -1")
        self.lines_of(f"""
class Odd{f}(list):
    def __setitem__(self, index, value): super().__setitem__(index, value)
def {f}(n, first, last, at, k):
    a, total = {items}, 0
    for t in range(3):
        i, j, steps = first, last, 0
        try:
            while {test} and steps < 4000:
                {work}
                {up}
                {down}
                steps += 1
                if steps == at and t == 1: {event.replace('Odd(', f'Odd{f}(')}
        except (IndexError, TypeError) as error: note(error)
        total += steps
        if type(a) is not list: a = list(a)
    return total, i, j, len(a), a[:4], a[-4:]
for first, last, at in ((0, {n - 1}, {n // 3}), (1, {n}, 7), (-4, {n // 2}, 9), ({self.constant('int')}, {self.pick(n, 5, -1)}, 2)):
    run({f}, {n}, first, last, at, {self.constant('int')})
""")

    def scenario_indices(self):
        f, n = self.name("index"), self.size()
        sequence = self.pick("list(range(9))", "tuple(range(9))", "'abcdefghi'", "b'abcdefghi'", "range(9)", "bytearray(b'abcdefghi')", "[0.5] * 9", "{i: i for i in range(9)}", "[[i] for i in range(9)]")
        index = self.pick("i % 9", "i % 10", "-1 - i % 9", "-1 - i % 10", "i % 19 - 9", "i // 100", "i & 7", "i % 9 + (i == at) * (1 << 64)", "i % 9 if i != at else True", "i % 9 if i != at else 1.0", "i % 9 if i != at else None", "~(i % 9)", "slice(i % 5, i % 9)", "i % 9 if i != at else slice(2)")
        self.lines_of(f"""
def {f}(items, n, at):
    count = wrong = 0
    for i in range(n):
        try: x = items[{index}]
        except (IndexError, TypeError, KeyError, ValueError) as error: wrong += 1; x = None; note(error)
        {self.pick('', 'else: count += 1')}
        if i {self.pick('== at', '% 301 == 5')}: show(x)
        {self.pick('', 'if type(items) is list and i == at: items.pop()', 'if type(items) is list: items[i % 8] = x')}
    return count, wrong, x
run({f}, {sequence}, {n}, {n // 2})
run({f}, {self.pick(sequence, '[]', 'list("xyz")', '[None] * 20')}, 60, 30)
""")

    def scenario_dict(self):
        f, n = self.name("count"), self.size()
        key = self.pick("i % 7", "str(i % 7)", "i * 7919 % 101", "(i % 3, i % 2)", "i % 5 * 0.5", "'abc'[i % 3]", "i", "-i", "i % 4 == 0", "None if i == at else i % 9", "1 << i % 70", "chr(97 + i % 26)")
        update = self.pick("d[k] = d.get(k, 0) + i", "d[k] = i", "d[k] += i", "d.setdefault(k, []).append(i)", "d[k] = d[k] + 1 if k in d else 1", "d.update({k: i})", "d[k] = d.pop(k, 0) ^ i")
        loop = self.pick("for k in d: total += 1", "for k, v in d.items(): total += v if type(v) is int else len(v)", "for v in d.values(): total += v if type(v) is int else len(v)", "for k in list(d): total += k in d; d.pop(k, 0)",
                         "for k in d:\n        total += 1\n        if total == 3: d['new'] = 1", "for k in sorted(d, key=str): total += hash(d[k]) if type(d[k]) is int else 1", "while d: total += len(text(d.popitem()))", "for k in d:\n        d[k] = 0; total += 1", "for k in d.keys():\n        if total == 2: del d[k]\n        total += 1")
        self.lines_of(f"""
def {f}(n, at):
    d, total, missing = {{}}, 0, 0
    for i in range(n):
        k = {key}
        try: {update}
        except KeyError: missing += 1; d[k] = {self.pick('0', '1', '1.5')}
        {self.pick('', 'if i == at: d.clear()', 'if i % 100 == 99: d.pop(k, None)', 'if i == at: d["z"] = 5', 'if len(d) > 40: d = dict(list(d.items())[:20])')}
    show(len(d), list(d.items())[-2:])
    try:
        {loop.replace(chr(10), chr(10) + '    ')}
    except RuntimeError as error: note(error)
    return total, missing, len(d)
for _ in range({self.pick(1, 3)}): run({f}, {n}, {n // 2})
""")

    def scenario_strings(self):
        f, n = self.name("scan"), self.size(60, 300, 900)
        step = self.pick("if c == 'a': total += 1", "total += ord(c)", "if c in 'aeiou': total += 1\n        elif c.isdigit(): total -= 1", "out += c.upper()", "out = c + out[:30]", "total = total * 31 + ord(c) & 0xffffffff", "out += text[i - 1] if i else '^'", "if c < 'm': out += c", "total += text.find(c)",
                         "out = f'{out[-10:]}{c}{i}'", "out += '%s%d' % (c, i % 3)", "out = out.replace(c, 'é')[-20:] + c", "total += (c, i) < ('k', 5)", "out += text[i:i + 2]", "total += text[-i - 1] == c", "total += c is None or c == text[0]")
        texts = ["'hello world ' * 9", "'ünï' * 30", "'日本a' * 20", "'abc' * 40", "''", "'x'", "'a1b2' * 20", "'😀z' * 20"]
        self.lines_of(f"""
def {f}(text, n):
    total, out, i = 0, '', 0
    for {self.pick('i, c in enumerate(text * (n // 20 + 1))', 'i in range(n)')}:
        {'c = text[i % len(text)]' if self.chance(1) else ''}
        if i >= len(text): i %= len(text)
        {step}
        if len(out) > 200: out = out[-9:]
    return total, out[-20:], len(out), i
for value in ({', '.join(self.random.sample(texts, 4))}): run({f}, value, {n})
""")

    def scenario_matrix(self):
        f, n = self.name("matrix"), self.pick(4, 8, 12)
        cell = self.pick("i * j + 1", "i / (j + 1)", "(i - j) * 0.5", "i ^ j", "(1 << 31) + i * j", "1e150 * (i - j)", "i + j if i != 2 else 0.25", "(1 << 61) - i * j", "-0.0")
        breaker = self.pick("pass", "m[1][1] = 0.5", "m[0] = tuple(m[0])", "m[2][0] = 1 << 70", "m[1][2] = None", "m[0].append(1)", "m[3].pop()", "m[1] = m[2]", "m[2] = [None] * n")
        self.lines_of(f"""
def {f}(m, n, times):
    for t in range(times):
        out = [[0] * n for _ in range(n)]
        for i in range(n):
            row = m[i]
            for j in range(n):
                s = {self.pick('0', '0.0', '0')}
                for k in range(n):
                    s {self.pick('+=', '-=')} row[k] * m[k][j]
                out[i][j] = {self.pick('s', 's', 's % 1000003', 's * 0.5', 's - 1')}
        if t == times // 2: {breaker}
    return out[0][:3], out[-1][-3:], sum(out[1][:3])
run({f}, [[{cell} for i in range({n})] for j in range({n})], {n}, {max(2, 12000 // n ** 3)})
""")

    def scenario_polymorphic(self):
        """A call place that sees one class, then others."""
        f, k, n = self.name("poly"), self.name("P"), self.size()
        kinds = self.random.choice([1, 2, 3, 4, 6])
        bodies = ["self.v + x", "self.v * x % 1000", "x", "self.v - 0.5", "-x", "self.v ^ x if type(x) is int else 0", "super().get(x) + 1", "(1 << 62) + x", "x.__add__(1)", "self.__class__.w", "len(self.__dict__) + x"]
        for index in range(kinds):
            base = f"{k}{self.random.randrange(index)}" if index and self.chance(0.6) else "Base" + k
            if index == 0:
                self.lines_of(f"class Base{k}:\n    w = 3\n    def __init__(self, v): self.v = v\n    def get(self, x): return 1")
            self.write(f"class {k}{index}({base}):")
            self.write(f"    {self.pick('pass', '__slots__ = ()', 'w = ' + self.constant('int'), 'def __init__(self, v): self.u = 0; self.v = v')}")
            if self.chance(0.8):
                self.write(f"    {self.pick('', '', '@staticmethod' if self.chance(0.3) else '')}".rstrip() or "    pass")
                last = self.lines[-1].strip()
                self.write(f"    def get({'x, self=None' if last == '@staticmethod' else 'self, x'}): return {'x' if last == '@staticmethod' else self.random.choice(bodies)}")
        change = self.pick("pass", f"{k}0.get = lambda self, x: 100", f"del Base{k}.get", f"objects[0].get = lambda x: 7", f"objects[0].__class__ = {k}{kinds - 1}", f"{k}0.w = 9", f"objects.append({k}{kinds - 1}(8))", f"{k}0.v = property(lambda self: 11)", f"objects[0].v = 'odd'", f"Base{k}.__getattribute__ = lambda self, n: object.__getattribute__(self, n)", f"setattr(Base{k}, 'get', {k}0.__dict__.get('get', len))")
        self.lines_of(f"""
def {f}(objects, n, at):
    total = 0
    for i in range(n):
        o = objects[{self.pick('i % len(objects)', 'i * len(objects) // n', '0 if i < at else i % len(objects)')}]
        try: {self.pick('total += o.get(i)', 'total += o.v; total += o.get(1)', 'g = o.get; total += g(i & 3)', 'o.v = o.get(i) % 1000', 'total += o.w + o.get(o.v)', 'total += type(o).w; o.v += 1')}
        except (TypeError, AttributeError) as error: note(error)
        if i == at: {change}
        if type(total) in (int, float) and total > 1 << 66: total %= 1000003
    return total, [o.__dict__.get('v') for o in objects[:3]]
try: run({f}, [{', '.join(f'{k}{i}({self.constant("int")})' for i in range(kinds))}], {n}, {self.random.randrange(n)})
except Exception as error: failed(error)
""")

    def scenario_vectors(self):
        """Operators by dunder methods, on short-lived objects."""
        f, v, n = self.name("vector"), self.name("V"), self.size(60, 300, 900)
        escape = self.pick("kept.append(p)", "q = p", "show(p.x)", "p = None", "p.x = 0.5", "p.x = 1 << 64", f"{v}.__add__ = lambda a, b: a", f"p.__class__ = {v}2", "p.z = 3", "del p.x", "peek()", "raise KeyError(p.x)", "collect()", "p = q")
        self.lines_of(f"""
class {v}:
    {self.pick("__slots__ = ('x', 'y')", 'w = 0', "__slots__ = ('x', 'y', '__dict__')")}
    def __init__(self, x, y): self.x = x; self.y = y
    def __add__(self, other): return {v}(self.x + other.x, self.y + other.y)
    def __sub__(self, other): return NotImplemented
    def __rsub__(self, other): return {v}(other - self.x, other)
    def __mul__(self, k): return {v}(self.x * k, self.y * k)
    def __iadd__(self, other): self.x += other.x; return self
    def __eq__(self, other): return self.x == other.x and self.y == other.y
    def dot(self, other): return self.x * other.x + self.y * other.y
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __iter__(self): yield self.x; yield self.y
class {v}2({v}):
    def dot(self, other): return -1
def {f}(n, at, a, b):
    p, q, total = {v}(a, b), {v}(1, 2), 0
    for i in range(n):
        try:
            {self.pick('r = p + q', 'r = p * 2 + q', 'r = p; r += q', 'r = 5 - p', f'r = {v}(i, i) + p')}
            total += {self.pick('r.dot(q)', 'r.x', 'r[0]', 'len(r)', 'sum(r)', 'r == p', 'r[i & 1]', 'r.dot(r)', 'r.x if r is not p else 1')}
            if i == at: {escape}
            {self.pick('q = r', 'p, q = q, r', 'pass', 'p = ' + v + '(i, a)', f'r = {v}2(r.x, 1); total += r.dot(p)')}
        except (TypeError, AttributeError, KeyError) as error: note(error); p = {v}(1, 1)
        if not -1e15 < total < 1e15: total = 0
        if not -1e15 < q.x < 1e15: q = {v}(0, 1)
        if not (p is not None and -1e15 < getattr(p, 'x', 0) < 1e15): p = {v}(2, 3)
    return total, p.x, q.x
run({f}, {n}, {n // 2}, {self.pick('1', '0.5', '1 << 61')}, 2)
run({f}, {n}, {n // 3}, 1, {self.pick('0.25', '3', 'True')})
""")

    def scenario_links(self):
        """Linked lists and trees made and walked in loops."""
        c, f, n = self.name("Node"), self.name("links"), self.size(60, 300, 900)
        self.lines_of(f"""
class {c}:
    {self.pick("__slots__ = ('value', 'next', 'left')", 'next = left = None')}
    def __init__(self, value, next=None): self.value = value; self.next = next; self.left = None
    def insert(self, value):
        node = self
        while True:
            if value < node.value:
                if node.left is None: node.left = {c}(value); return node
                node = node.left
            else:
                if node.next is None: node.next = {c}(value); return node
                node = node.next
    def total(self, depth=0):
        return self.value + (self.left.total(depth + 1) if self.left else 0) + (self.next.total(depth + 1) if self.next else {self.pick('0', 'depth', '0.5')})
def {f}(n, odd):
    head, total = None, 0
    for i in range(n):
        head = {c}({self.pick('i', 'i * 7919 % 1009', '(1 << 61) + i', 'i * 0.5')}, head)
        if i % 100 == 99: head = head.next.next
        {self.pick('', 'if i == n // 2: head.next.value = odd', 'if i % 7 == 0: head.left = head', 'head.next, head.left = head.left, head.next')}
    node, count = head, 0
    while node is not None:
        total = (total + node.value) % 1000003; count += 1
        node = node.next
    root = {c}(500)
    for i in range(n // 4): root.insert(i * 7919 % 1009{self.pick('', ' * 1.0', ' if i % 50 else 0.5')})
    return total, count, root.total()
for odd in (3, {self.random.choice(ODD)}): run({f}, {n}, odd)
""")

    def scenario_unpacking(self):
        f, n = self.name("unpack"), self.size()
        target, source = self.pick(("a, b", "(i, i + 1)"), ("a, *b", "(i, 2, 3)"), ("(a, b), c", "((i, 1), 2)"), ("a, b", "pair"), ("*a, b", "[1, 2, i]"), ("a, b", "{i: 1, -1: 2}"), ("a, b", "'xy'"), ("a, b", "Steps(2)"), ("[a, b]", "map(abs, (-i, i))"), ("a, b, c", "range(3)"))
        odd = self.pick("(1,)", "(1, 2, 3)", "None", "[4, 5]", "'ab'", "{7: 8, 9: 1}", "iter((1, 2))", "5", "(x for x in (1, 2))")
        self.lines_of(f"""
def {f}(n, at):
    total, pair = 0, (3, 4)
    a = b = c = 0
    for i in range(n):
        if i == at: pair = {odd}
        try: {target} = {source if self.chance(0.7) else 'pair'} if i != at else {odd}
        except (TypeError, ValueError) as error: note(error)
        for x in (a, b, c): total = (total * 3 + (x if type(x) is int else 1)) % 1000003
        if i % 500 == 7: pair = (i, 2)
    return total, a, b, c
run({f}, {n}, {n // 2}); run({f}, {n}, {n + 5})
""")
