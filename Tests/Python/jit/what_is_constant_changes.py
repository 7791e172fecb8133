"""What hot code takes for constant changes while the code is on the stack: seen at once, however it is changed."""

import builtins
import sys
import types


class Base:
    step = 1

    def value(self):
        return self.number * 2


class Thing(Base):
    def __init__(self, number):
        self.number = number


class OtherBase:
    step = 100

    def value(self):
        return -self.number


def helper(x):
    return x + 1


def other_helper(x):
    return x - 1


def calls(n, changes):
    """Runs `changes[i]` in the middle of round i."""
    thing = Thing(3)
    out = 0
    for i in range(n):
        out += helper(i) + thing.value() + len("abc") + thing.step
        run(changes, i)
        out = out * 3 % 1000003 + helper(i) + thing.value() + len("abc") + Thing.step
    return out


def run(changes, i):
    change = changes.get(i)
    if change:
        change()


def set_global(value):
    global helper
    helper = value


def restore():
    global helper
    helper = plain
    Thing.value = Base.value
    del Thing.value
    Base.step = 1
    Thing.__bases__ = (Base,)
    plain.__code__ = code
    globals().pop("len", None)
    globals().pop("unrelated", None)


plain, code = helper, helper.__code__
module = sys.modules[__name__]
print(calls(600, {}))
ways = {
    "assigned": lambda: set_global(other_helper),
    "by subscript": lambda: globals().__setitem__("helper", other_helper),
    "by module": lambda: setattr(module, "helper", other_helper),
    "by update": lambda: globals().update(helper=other_helper),
    "by exec": lambda: exec("helper = other_helper", globals()),
    "to no function": lambda: set_global(type("Callable", (), {"__call__": lambda self, x: 5})()),
    "code": lambda: setattr(plain, "__code__", other_helper.__code__),
    "method": lambda: setattr(Thing, "value", lambda self: 17),
    "method of base": lambda: setattr(Base, "step", 9),
    "bases": lambda: setattr(Thing, "__bases__", (OtherBase,)),
    "builtin": lambda: globals().__setitem__("len", lambda x: 50),
    "name added": lambda: globals().__setitem__("unrelated", 1),
}
for name, way in ways.items():
    print(name, calls(600, {500: way, 550: restore}))
print(calls(600, {}))


def shadowed_builtin(n, at):
    out = 0
    for i in range(n):
        out += abs(-i)
        if i == at:
            real = builtins.abs
            builtins.abs = lambda x: x
        out += abs(-i)
        if i == at:
            builtins.abs = real
    return out


print(shadowed_builtin(500, 450))


def changes_all_the_time(n):
    """Each round redefines: code asks again in the end."""
    out = 0
    thing = Thing(2)
    for i in range(n):
        Base.step = i
        out += thing.step + thing.value()
    Base.step = 1
    return out


print(changes_all_the_time(3000))

counter = 0


def count():
    global counter
    counter += 1
    return counter


def counts(n):
    """A name whose value is replaced beside those that stay."""
    out = 0
    for i in range(n):
        out += count() + helper(i)
    return out


print(counts(3000), counter)
current = 0


def store(value):
    global current
    current = value


def uses_current(n):
    out = 0
    for i in range(n):
        out += current(i)
    return out


def stored_natively():
    """A number's place gets functions, which others call."""
    for i in range(3000):
        store(i)
    store(helper)
    first = uses_current(3000)
    store(other_helper)
    second = uses_current(3000)
    store(abs)
    return first, second, uses_current(10)


print(stored_natively())


def removed(n, at):
    out = []
    for i in range(n):
        try:
            out.append(helper(i))
            if i == at:
                del module.helper
            out.append(helper(i))
        except NameError as error:
            out.append(str(error))
            module.helper = plain
    return sum(x for x in out if isinstance(x, int)), [x for x in out if isinstance(x, str)]


print(removed(600, 500))


def recurses(n):
    """A function that calls itself is replaced further down."""
    if n == 0:
        module.recurses = lambda n: 1000
        Thing.value = lambda self: 7
        return 0
    return 1 + Thing(n).value() + recurses(n - 1) + recurses(n - 1 if n == 1 else 0) * 0 + Thing(n).value()


original = recurses
for i in range(300):
    module.recurses = original
    vars(Thing).get("value") and delattr(Thing, "value")
    result = recurses(4)
print(result)
vars(Thing).get("value") and delattr(Thing, "value")


def generator(n, at):
    thing = Thing(1)
    for i in range(n):
        yield thing.value() + helper(i)
        if i == at:
            Thing.value = lambda self: 1000
            set_global(other_helper)


values = list(generator(600, 500))
print(values[499:503], sum(values))
restore()

space = types.ModuleType("space")
exec("def f(x): return x\ndef g(n):\n    out = 0\n    for i in range(n):\n        out += f(i)\n    return out", vars(space))
print(space.g(3000))
vars(space).clear()
vars(space).update({"f": lambda x: 2})
try:
    print(space.g(5))
except AttributeError as error:
    print(type(error).__name__)
