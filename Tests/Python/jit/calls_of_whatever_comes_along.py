# A call that has seen many functions makes frames for whatever Python function, method or class comes along.
import sys


def plain(a, b):
    return a + b


def defaulted(a, b, c=10):
    return a * b + c


def many(*rest):
    return len(rest)


def keyword_only(a, b, *, c=3):
    return a - b + c


def counting(a, b):
    yield a
    yield b


def failing(a, b):
    if b == 777:
        raise ValueError(b)
    return b


def shown(a, b):
    frame = sys._getframe()
    return (frame.f_code.co_name, frame.f_back.f_code.co_name)[a % 2]


class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def add(self, a, b):
        return self.a + a + b

    def __call__(self, a, b):
        return self.b * a - b


class Odd:
    def __init__(self, a, b):
        return a if b == 888 else None


class Bare:
    def __new__(cls, a, b):
        return a - b


class Hidden(Exception):
    def __init__(self, a, b=5):
        super().__init__(a, b)


def describe(value):
    if isinstance(value, (Pair, Odd)):
        return type(value).__name__
    if hasattr(value, "__next__"):
        return str(list(value))
    return repr(value)


def call(function, a, b):
    return function(a, b)


def collect(functions, count):
    seen = {}
    for i in range(count):
        for function in functions:
            try:
                value = function(i, 3)
            except (TypeError, ValueError) as error:
                value = str(error)
            seen[describe(value)] = i
    return len(seen), list(seen)[:20], list(seen)[-5:]


pair = Pair(4, 5)
functions = [
    plain, defaulted, many, keyword_only, counting, failing, pair.add, pair, Pair, Odd, Bare, divmod, max, pow,
    Hidden, lambda a, b: b, [].insert, {}.setdefault, "x".join, Pair.add,
]
print(collect(functions, 300))

# Through one call in a function, and in a generator, whose registers are its own.
total = 0
for i in range(3000):
    function = (plain, defaulted, many, failing, pair.add, pair, Bare)[i % 7]
    total += call(function, i, 2)
print(total)


def each(functions, count):
    for i in range(count):
        value = functions[i % len(functions)](i, 4)
        yield value if isinstance(value, (int, str)) else describe(value)


print(sum(v for v in each([plain, defaulted, many, pair.add, pair, Bare, failing], 4000)))
print([v for v in each([shown, plain, shown, Odd, Pair, failing], 3000)][-8:])


# What it raises goes through, and the frame of the one that called is shown.
def guarded(functions, count):
    caught = []
    for i in range(count):
        try:
            functions[i % 3](i, 777 if i % 500 == 0 else 1)
        except ValueError as error:
            lines = []
            trace = error.__traceback__
            while trace:
                lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
                trace = trace.tb_next
            caught.append((i, lines))
    return caught


print(guarded([failing, plain, defaulted], 3000)[:4])
print(guarded([plain, failing, many], 3001)[-3:])


# `__init__` that returns something.
def made(classes, count):
    for i in range(count):
        try:
            classes[i % 3](i, 888 if i == count - 2 else 1)
        except TypeError as error:
            print(i, error)


made([Pair, Odd, Hidden], 3000)


# Without end.
def deeper(function, n):
    return function(deeper_too if n % 2 else deeper, n + 1)


def deeper_too(function, n):
    return function(deeper if n % 3 else deeper_too, n + 1)


for i in range(20):
    try:
        deeper(deeper_too, 0)
    except RecursionError as error:
        last = str(error)
print(last)


# Replaced in the middle.
def changing(count):
    total = 0
    for i in range(count):
        function = (plain, defaulted, many, keyword_only)[i % 4]
        total += function(i, 1)
        if i == count // 2:
            plain.__code__ = (lambda a, b: a - b).__code__
            defaulted.__defaults__ = (1000,)
    return total


print(changing(4000))


# Traced from within.
events = []


def tracer(frame, event, argument):
    events.append((event, frame.f_code.co_name))
    return tracer


def tracing(a, b):
    sys.settrace(tracer)
    return b


def traced(functions, count):
    total = 0
    for i in range(count):
        total += functions[i % len(functions)](i, 2)
    sys.settrace(None)
    return total


print(traced([plain, defaulted, many] * 700 + [tracing, plain, pair.add], 2103))
print(events)
