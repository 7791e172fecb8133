"""Attributes of functions, methods, code objects; decorators, recursion."""
import functools


def outer(a, b: int = 1, *c, d: str = "x", **e) -> float:
    """Doc text."""
    local = 1
    return local


print(outer.__name__, outer.__qualname__, outer.__doc__, outer.__defaults__, outer.__kwdefaults__)
print(outer.__annotations__, outer.__module__)
code = outer.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_varnames, code.co_flags)
outer.custom = 5
print(outer.custom, outer.__dict__)


def trace(prefix):
    def wrap(f):
        @functools.wraps(f)
        def inner(*args, **kw):
            print(prefix, f.__name__, args, kw)
            return f(*args, **kw)
        return inner
    return wrap


@trace("A")
@trace("B")
def add(x, y=1):
    return x + y


print(add(1), add(1, y=5), add.__name__, add.__wrapped__.__name__)


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
print(functools.reduce(lambda a, b: a * b, range(1, 8)), functools.partial(pow, 2)(5), functools.partial(int, base=2)("101"))
print((lambda *a, **k: (a, k))(1, *[2], x=3), (lambda: (yield))().__class__.__name__)


@functools.singledispatch
def show(x):
    return "object"


@show.register
def _(x: int):
    return "int"


@show.register(list)
def _(x):
    return "list"


print(show(1), show([]), show("s"), show(True))
print(functools.cmp_to_key(lambda a, b: b - a)(3) < functools.cmp_to_key(lambda a, b: b - a)(2))
print(eval("1 + x", {"x": 2}), eval(compile("x * 2", "<s>", "eval"), {}, {"x": 21}))
scope = {}
exec("def made(n):\n    return n * 2\nvalue = made(4)", scope)
print(scope["value"], scope["made"](5))
