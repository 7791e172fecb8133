"""Scenarios about calls, generators, exceptions, frames and things changed by callees."""

from .statements import CATCHES, ERRORS


class Control:
    """Mixed into `Scenarios`."""

    def scenario_recursion(self):
        f, n = self.name("rec"), self.pick(9, 12, 15)
        odd = self.pick("", "if n == 3 and calls > 200: return 0.5", "if n == 2 and calls == 300: raise ValueError(calls)", "if calls == 150: peek()", "if n == 1 and calls > 300: return 1 << 62", "if calls == 99: collect()", "if calls % 100 == 1: callers(1)")
        self.lines_of(f"""
calls = 0
def {f}(n, k=1):
    global calls
    calls += 1
    {odd or 'pass'}
    if n < 2: return n{self.pick('', ' * k', ' + 0.0', '')}
    return {self.pick(f'{f}(n - 1) + {f}(n - 2)', f'{f}(n - 1, k + 1) - {f}(n - 2, k=k)', f'max({f}(n - 1), {f}(n - 2)) + 1', f'sum([{f}(n - j) for j in (1, 2)])', f'({f}(n - 1) * 3 + {f}(n - 2)) % 1000003')}
run({f}, {n}); show(calls)
run({f}, 6, {self.pick('2', '0.5', '1 << 62')})
""")

    def scenario_deep(self):
        """Recursion until RecursionError, caught at several depths."""
        f = self.name("deep")
        self.lines_of(f"""
def {f}(n, acc):
    {self.pick('', 'local = n * 2' if self.chance(0.5) else 'items = [n]')}
    {self.pick(f'return {f}(n + 1, acc + n)', f'acc += {f}b(n + 1, acc); return acc', f'x = {f}(n + 1, acc); return x + 1')}
def {f}b(n, acc):
    for i in range(2):
        if i: return {f}(n, acc)
    return 0
def {f}catch(n):
    found = 0
    for i in range(n):
        try: {f}(0, {self.pick('0', '0.5', '1 << 62')})
        except RecursionError as error: found += {self.pick('1', 'len(str(error))', '1 if error.__traceback__.tb_next else 0')}
        {self.pick('', 'finally: found += 1')}
    return found
run({f}catch, {self.pick(2, 5, 20)})
def {f}count(n):
    try: return {f}count(n + 1)
    except RecursionError: return n
run({f}count, 0); run({f}count, 3)
""")

    def scenario_collected(self):
        """Builtins that consume generator expressions, whose values change their kind once."""
        f, n = self.name("collected"), self.size(300, 900, 2500)
        value = self.pick("v", "v + k", "v * 2 - i % 3", "items[v % len(items)]", "-v", "v % 5", "v > k", "v / 2", "(v, i)", "v * 0.5 + k", "10 // (v - i % 40)", "v if v != 7 else None", "SHARED + v", "str(v)", "peek() or v")
        condition = self.pick("", "", " if v % 3", " if v > i % 4", " if v != k and v", " if items[v % len(items)]")
        source = self.pick("items", "items", "tuple(items)", "range(i % 9)", "range(2, 12, 3)", "reversed(items)", "enumerate(items)", "set(items)", "items[1:]", "iter(items)", "zip(items, items)", "map(abs, items)")
        consumer = self.pick("sum", "sum", "set", "any", "all", "max", "min", "sorted", "tuple", "list", "frozenset", "len(set", "bool(any", "sum(list")
        odd = self.pick("items[2] = 0.5", "items[1] = 1 << 70", "items[0] = 'x'", "items[3] = None", "items.clear()", "k = 0.25", "SHARED = 1.5", "items = tuple(items)", "items = 'abc'", "max = lambda *_: 'mine'", "items[2] = True", "del k", "collect()", "peek(2)")
        self.lines_of(f"""
SHARED = 3
def {f}(items, n, at):
    global SHARED, max
    k, total = 2, 0
    for i in range(n):
        if i == at: {odd}
        try: result = {consumer}({value} for v in {source}{condition}){')' if '(' in consumer else ''}
        except ({self.pick('ZeroDivisionError, ValueError', 'TypeError, ValueError, ZeroDivisionError', 'Exception')}) as error: result = str(error)[:30]
        total = (total * 31 + sum(map(ord, str(result)))) % 1000003 if i % 7 == 0 else total + 1
    return total, str(result)[:40]
for at in ({n // 2}, {self.pick(1, 3, n - 1)}, {n * 2}): run({f}, list(range(6)), {n}, at)
""")

    def scenario_generators(self):
        """Generators with loops inside, driven from loops in several ways."""
        g, f, n = self.name("gen"), self.name("drive"), self.size()
        inside = self.pick("x = yield i * 2", "x = yield total", "x = (yield i) or 1", "x = yield (i, total)", "x = yield from (i, i + 1)", "x = yield float(i)")
        extra = self.pick("pass", f"if i == {n // 2}: return 'early'", f"if i == {n // 3}: raise {self.random.choice(ERRORS[:6])}", f"if i == {n // 3}: total = 0.5", f"if i == {n // 2}: total = 1 << 63", "if i % 100 == 50: peek()", f"if i == {n // 2}: peek(2)", "if i % 90 == 8: collect()")
        drive = self.pick("for v in it: total = (total * 3 + hash(v)) % 1000003; count += 1", "while True:\n            v = next(it); total = (total + hash(v)) % 1000003; count += 1",
                          "v = next(it)\n        while True:\n            v = it.send(count); count += 1; total = (total + hash(v)) % 1000003", "for v in it:\n            count += 1\n            if count == n // 2: it.close()",
                          "for v in it:\n            count += 1\n            if count == n // 2: total = it.throw(ValueError('thrown'))", "total = sum(hash(v) % 1000 for v in it)", "for v, w in zip(it, it): count += 1; total += v == w", "a, *b = it; total = len(b)",
                          "count = [hash(v) % 7 for v in it].count(0)", "for v in it:\n            if hash(v) % 13 == 12: continue\n            for w in (1, 2):\n                if w == 2: break\n            count += w")
        self.lines_of(f"""
def {g}(n):
    total, x = 0, 0
    try:
        for i in range(n):
            {inside}
            total += {self.pick('i', '1', 'x if type(x) is int else 1', '0.5')}
            {extra}
    except {self.pick(*CATCHES[:5])} as error:
        yield {self.pick('-1', 'total', '"caught"')}
    finally: {self.pick('tick(0)', 'total = None', 'show("end", type(total).__name__)')}
    return total
def {f}(n):
    total, count = 0, 0
    base = {self.pick(f'{g}(n)', f'{g}2(n)')}
    it = {self.pick('base', 'base', '(v for v in base)')}
    try:
        {drive}
    except (StopIteration, ValueError, KeyError, IndexError, TypeError, ZeroDivisionError, RuntimeError) as error: note(error)
    finally: it.close(); base.close()  # what has no references left ends at another time
    return total, count
def {g}2(n):
    got = yield from {g}(n)
    show('got', got)
    yield 5
run({f}, {n}); run({f}, {self.pick(3, 40)})
""")

    def scenario_closures(self):
        f, n = self.name("outer"), self.size()
        change = self.pick("pass", "cell = 0.5", "cell = 'odd'", "bump(100)", "cell = 1 << 62", "del cell", "inner = lambda x: x", "cell = None")
        self.lines_of(f"""
def {f}(n, at):
    cell, other = {self.pick('0', '1.0', '(1 << 62) - 100')}, 5
    def bump(by):
        nonlocal cell
        cell {self.pick('+=', '-=', '+=')} by
        return {self.pick('cell', 'other', 'by')}
    {self.pick(f'inner = lambda x, y=other: x + y + {self.pick("cell", "other", "1")}', 'def inner(x): return x + (cell if type(cell) is not str else 1)', 'def inner(x):\n        def more(): return x + other\n        return more()')}
    total, made = 0, []
    for i in range(n):
        try:
            total += bump({self.pick('1', 'i', '0.5', 'i & 3')})
            total += inner(i)
            if i == at: {change}
            if i % 400 == 0: made.append(lambda k=i: (k, i, cell))
            {self.pick('other = i', 'other += 1', 'pass', 'cell = i')}
        except (TypeError, NameError) as error: note(error); cell = 1
        if type(total) in (int, float) and not -1e17 < total < 1e17: total = 1
    return total, {self.pick('cell', 'other')}, [m() for m in made[:4]]
for at in ({n // 2}, 5): run({f}, {n}, at)
""")

    def scenario_arguments(self):
        f, n = self.name("args"), self.size()
        signature = self.pick("a, b=2", "a, *rest", "a, b=1, *, c=3", "a, /, b=5", "*args", "a, **more", "a, b=2, *rest, c=4, **more", "a, b, c=0.5", "a=1, b=2, c=3, d=4", "*, a, b=2")
        call = self.pick("(i)", "(i, 1)", "(a=i)", "(i, b=3)", "(*pair)", "(**named)", "(i, *pair)", "(i, **named)", "(*(), *pair, **{})", "(i, 2, 3)", "(a=i, b=1)", "(i, c=3)", "()")
        change = self.pick("pass", "f.__defaults__ = (7, 8)", "f.__defaults__ = None", "pair = (1, 2, 3)", "named = {'b': 0.5}", "named = {'zz': 1}", "f.__kwdefaults__ = {'c': 'k'}", "f.__code__ = (lambda *a, **k: (a, k)).__code__", "pair = ()", "pair = [5]", "f = lambda *a, **k: len(a)")
        self.lines_of(f"""
def {f}({signature}): return sorted(locals().items())
def {f}loop(n, at):
    f, pair, named, total, wrong = {f}, (1, 2), {{'a': 1}}, 0, 0
    for i in range(n):
        try: got = f{call}
        except TypeError as error: wrong += 1; got = 0; note(error)
        total = (total * 3 + len(text(got))) % 1000003
        if i == at: show(got); {change}
    return total, wrong, got
run({f}loop, {min(n, 600)}, {min(n, 600) // 2})
""")

    def scenario_exceptions(self):
        """Exceptions from callees of several depths, caught here or there."""
        f, n = self.name("raiser"), self.size(60, 300, 900)
        wrong = self.pick("raise ValueError(i)", "1 // (i - i)", "{}[i]", "[][i]", "None.x", "undefined_name", "int('x')", "None + i", "1 << -1", "(1).zz", "float('inf') // 1 and int(float('inf'))", "'a' + 1", "assert not i, i", "next(iter(()))", "a, b = (1,)", "raise KeyError(i) from ValueError(1)", "del zz", "len(5)", "(1, 2)[i + 5]", "2.0 ** 5000", "raise RuntimeError", "yielded.send(1)", "object()()", "i()", "f'{i:q}'")
        when = self.pick("i % 7 == 3", "i == at", "i > at", "i % 50 == 49", "i in (at, at + 1)")
        catch = self.pick("Exception", "Exception", "LookupError", "(ValueError, TypeError)", "ArithmeticError")
        self.lines_of(f"""
def {f}0(i, at):
    if {when}: {wrong}
    return i
def {f}1(i, at):
    {self.pick(f'return {f}0(i, at) + 1', f'try: return {f}0(i, at)\n    finally: tick(1)', f'with Guard({self.pick("ValueError", "KeyError")}): return {f}0(i, at) * 2\n    return -1', f'try: x = {f}0(i, at)\n    except LookupError as error: raise RuntimeError("again") from error\n    else: return x\n    finally: tick(2)', f'for _ in range(2): x = {f}0(i, at)\n    return x', f'return [{f}0(j, at) for j in (i, i + 1)][0]', f'try: return {f}0(i, at)\n    except Exception as error: note(error); return 0')}
def {f}2(n, at):
    total = count = 0
    for i in range(n):
        before = total
        try:
            total += {f}{self.pick(0, 1, 1)}(i, at)
            {self.pick('total += 1', 'pass', 'if i == at + 2: break', 'continue' if self.chance(0.3) else 'pass')}
        except {catch} as error:
            count += 1
            {self.pick('note(error)', 'total -= 1', 'if count > 20: raise', 'error = None', 'note(error); total = before', 'show(i, total, before)  if count < 3 else None', 'note(error) if sys.exception() is error else show("wrong")')}
        {self.pick('', 'else: total ^= 1', 'else: total += 2', 'finally: total += 3')}
    return total, count, i, before
run({f}2, {n}, {n // 2}); run({f}2, 9, 4)
""")

    def scenario_ways_out(self):
        """Every way of leaving nested try statements in a loop."""
        f, n = self.name("leave"), self.size(60, 300, 900)
        out = lambda: self.pick("pass", "pass", "break", "continue", "return i, log", f"raise {self.random.choice(ERRORS)}", "log += 1", "1 // (i % 5)", "{}[i]", "log -= i")
        self.lines_of(f"""
def {f}(n, at):
    log = i = 0
    for i in range(n):
        try:
            try:
                if i % {self.pick(3, 10)} == 2: {out()}
                if i == at: {out()}
                log += 1
            except {self.pick(*CATCHES[:5])} as error:
                log += 10
                {self.pick('pass', 'raise', 'if i > at: raise', 'raise KeyError(i) from None', out())}
            else:
                if i == at + 3: {out()}
            finally:
                log ^= 1
                {self.pick('pass', 'pass', 'if i == at + 5: log += 7')}
        except Exception as error:
            log += note(error) & 1
            {self.pick('pass', 'del error', 'if i > at + 9: return "out", log', 'error = 5')}
        finally: log += 2
    {self.pick('', 'else: log = -log')}
    return log, i
run({f}, {n}, {n // 2}); run({f}, {n}, 1)
""")

    def scenario_frames(self):
        """Callees look at the frames of compiled callers."""
        f, n = self.name("watched"), self.size(60, 300, 900)
        look = self.pick("peek(2)", "callers(2)", "show(sys._getframe(1).f_lineno)", "kept.append(sys._getframe(1))", "show(sys._getframe(1).f_locals.get('y'))", "show(sorted(sys._getframe(1).f_locals))", "show(sys._getframe(1).f_back.f_code.co_name)", "show(sys._getframe(1).f_globals is globals())", "show(sys._getframe(1).f_lasti > 0)")
        self.lines_of(f"""
def {f}look(x):
    if x {self.pick('% 100 == 37', '== 55', '== 20')}: {look}
    return x + 1
def {f}(n, x):
    y, z, w = 0, 0.5, None
    for i in range(n):
        {self.pick('y = i * 3', 'y += i', 'y = (i, x)', 'z *= 1.5')}
        {self.pick('z = z + 0.25', 'w = [i]', 'del w; w = i', 'x = x + 1')}
        y = {self.pick(f'{f}look(i)', f'{f}look({f}look(i))', f'(lambda q: {f}look(q))(i)', f'[{f}look(j) for j in (i,)][0]', f'sum({f}look(j) for j in (i, i))', f'{f}look(i) + {f}look(i + 1)', f'max({f}look(i),\n                {f}look(i + 2))')}
    {self.pick('show(locals())', 'show(sorted(locals()))', 'peek()', 'pass')}
    return x, y, z, w
run({f}, {n}, {self.pick('1', '0.5', '(1 << 62) - 30')})
for frame in kept:
    if hasattr(frame, 'f_locals'): show(frame.f_code.co_name, frame.f_locals.get('i'), frame.f_locals.get('y'), frame.f_lineno)
kept.clear()
""")

    def scenario_unbound(self):
        f, n = self.name("unbound"), self.size()
        self.lines_of(f"""
def {f}(n, at):
    x, wrong, total = 1, 0, 0
    for i in range(n):
        try:
            {self.pick('if i == at: del x', 'if i % 50 == 9: del x', 'if i == at: del x, total')}
            {self.pick('total += x', 'total = total + x', 'x += i & 3; total ^= x', 'total += (lambda: 1)() + x', 'total += x if i != at + 1 else 0')}
            {self.pick('y = i', 'if i > at: y = total', 'for y in range(i & 1): pass')}
            if i > at: total ^= y
        except {self.pick('UnboundLocalError', 'NameError', 'Exception')} as error:
            note(error); wrong += 1; {self.pick('x = 2; total = 0', 'x = 0.5; total = 1', 'total = x = 5')}
    del n
    try: n
    except UnboundLocalError as error: failed(error)
    return total, wrong, x{self.pick('', ', error', ', y')}
run({f}, {n}, {n // 2}); run({f}, {n // 2}, 0)
""")

    def scenario_callbacks(self):
        """Natives that call Python functions, hot."""
        f, n = self.name("callback"), self.size()
        raises = self.pick("pass", "raise ValueError(x)", "return 0.5", "return None", "items.append(1)", "peek(1)", "collect()", "return 1 << 70")
        use = self.pick("sorted(items, key=f)", "list(map(f, items))", "max(items, key=f)", "list(filter(f, items))", "sum(map(f, items))", "any(f(x) is None for x in items)", "[f(x) for x in items]", "{x: f(x) for x in items}", "items.sort(key=f)", "sorted(items, key=lambda x: -f(x))", "min((f(x) for x in items), default=0)", "[v for v, _ in zip(iter(lambda: f(3), 6), items)][:5]", "dict(zip(items, map(f, items)))")
        self.lines_of(f"""
def {f}(n, at):
    seen = 0
    items = [i * 7919 % 1009 for i in range(n)]
    def f(x):
        nonlocal seen
        seen += 1
        if seen == at: {raises}
        return {self.pick('x % 10', '-x', 'x * 2 + 1', 'x ^ seen', 'x / 2', 'str(x)[-1:]', 'seen', '(x % 3, x)')}
    try: got = {use}
    except (TypeError, ValueError) as error: note(error); got = None
    return seen, text(got)[:300], len(items)
for at in ({n // 2}, 1, -1): run({f}, {min(n, 900)}, at)
""")

    def scenario_rebinding(self):
        """A callee rebinds what the running loop uses."""
        f, n, name = self.name("rebind"), self.size(), self.pick("len", "abs", "range", "max", "isinstance", "min", "sum", "int", "ord", "bool", "print_it")
        use = {"len": "len((1, 2))", "abs": "abs(-i)", "range": "len(list(range(3)))", "max": "max(i, 5)", "isinstance": "isinstance(i, int)", "min": "min(i, 5)", "sum": "sum((i, 1))", "int": "int(2.5)", "ord": "ord('a')", "bool": "bool(i)", "print_it": "print_it(i)"}[name]
        place = self.pick("globals()", "globals()", "vars(builtins)")
        self.lines_of(f"""
def print_it(x): return x + 1
def {f}change(i, at):
    if i == at: {place}['{name}'] = {self.pick('lambda *a: [1, 2, 3]', 'lambda *a: 0.5', 'None', 'original', 'tuple', 'lambda a: a')}
    elif i == at + {self.pick(1, 20)}: {place}['{name}'] = original
    elif i == at + 30: {place}.pop('{name}', None){self.pick('', f'; vars(builtins)["{name}"] = original')}
def {f}(n, at):
    total = wrong = 0
    for i in range(n):
        try:
            x = {use}
            {self.pick(f'{f}change(i, at)', f'if i % 10 == 3: {f}change(i, i if i == at // 10 * 10 + 3 else at)', f'x = ({use}, {f}change(i, at), {use})')}
            total = (total * 3 + (x if type(x) is int else len(repr(x)))) % 1000003
        except (TypeError, NameError) as error: wrong += 1; note(error)
    return total, wrong
original = {name}
run({f}, {n}, {n // 2})
globals().pop('{name}', None)
vars(builtins)['{name}'] = original
run({f}, 50, 25)
""")

    def scenario_code_changed(self):
        """The code and the defaults of a function change while callers of it run, or it itself."""
        f, n = self.name("swapped"), self.size()
        self.lines_of(f"""
def {f}a(x, y=1): return x + y
def {f}b(x, y=1): return {self.pick('x * 0.5', 'x - y', '(x, y)', 'raise_it(x)', 'str(x)', 'x << 40')}
def {f}(n, at):
    total = wrong = 0
    for i in range(n):
        try: got = {self.pick(f'{f}a(i)', f'{f}a(i, 2)', f'{f}a(y=i, x=1)', f'{f}a(i) if i & 1 else {f}a(i, i)')}
        except NameError as error: wrong += 1; got = 1
        total = (total * 3 + (got if type(got) is int else len(text(got)))) % 1000003
        if i == at: {self.pick(f'{f}a.__code__ = {f}b.__code__', f'{f}a.__defaults__ = (100,)', f'{f}a.__code__ = (lambda x, y: y).__code__', f'{f}.__code__ = {f}b.__code__; kept.append(0)', f'{f}a.__defaults__ = None; wrong += 1', f'globals()["{f}a"] = {f}b', f'{f}a.__code__ = {f}a.__code__.replace(co_name="renamed")')}
        {self.pick('', f'if i == at + 40: {f}a.__code__ = original', f'if i == at + 40: {f}a.__defaults__ = (1,)')}
    return total, wrong, got
original = {f}a.__code__
run({f}, {n}, {n // 2}); run({f}, 40, 20)
""")

    def scenario_ranges(self):
        f = self.name("ranges")
        bounds = [self.pick("0", "1", "-5", "10", "100", "n", "-n", "n // 2", "True"), self.pick("n", "0", "-n", "100", "n * 3", "1", "n + 1"), self.pick("1", "2", "-1", "-3", "7", "step", "-step", "1 << 40")]
        body = self.pick("total += i", "total = total * 3 + i & 0xffffff", "total += 1; i = None", "total += i; n -= 1", "total ^= i; i += 5", "if i % 3: continue\n            total += i", "total += i\n            if total > 5000: break", "step = i; total += 1")
        self.lines_of(f"""
def {f}(n, step, times):
    total, last = 0, None
    for t in range(times):
        {self.pick('i = "none"', 'pass', 'i = t')}
        {self.pick('r = range(' + ', '.join(bounds) + ')', 'r = iter(range(' + ', '.join(bounds[:2]) + '))', 'r = range(' + bounds[1] + ')', 'r = reversed(range(' + ', '.join(bounds[:2]) + '))')}
        for i in r:
            {body}
        else: total += 1
        try: last = i
        except UnboundLocalError as error: last = 'unbound'
    return total, last, {self.pick('n', 'step', 'list(r)[:3]')}
run({f}, {self.size(5, 50, 400)}, {self.pick(1, 2, 3)}, {self.pick(2, 20)})
run({f}, {self.pick('0', '1', '-3', 'True', '2.5')}, {self.pick('1', '0', '-2', 'True')}, 3)
for start in ((1 << 62) - 20, (1 << 63) - 20, -(1 << 62) - 20, -(1 << 63) - 20):
    total = 0
    for i in range(start, start + 40, {self.pick(1, 3, 39)}): total = (total + i * i) % 1000003
    for i in range(start + 40, start, {self.pick(-1, -7)}): total = (total + i) % 1000003
    show(total, i)
""")
