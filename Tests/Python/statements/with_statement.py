"""with: enter and exit order, suppression, several managers, errors."""
import contextlib


class M:
    def __init__(self, name, suppress=False, fail=None):
        self.name, self.suppress, self.fail = name, suppress, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise ValueError("enter failed")
        return self.name

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        if self.fail == "exit":
            raise KeyError("exit failed")
        return self.suppress


with M("a") as a, M("b") as b:
    print(a, b)
with (M("c", True) as c, M("d")):
    1 / 0
print("after")
try:
    with M("e"), M("f", fail="enter"):
        print("never")
except ValueError as error:
    print(error)
try:
    with M("g", fail="exit"):
        raise IndexError("body")
except KeyError as error:
    print(error, repr(error.__context__))


def returning():
    with M("h"):
        return "value"


print(returning())
for i in range(3):
    with M(f"loop{i}"):
        if i == 0:
            continue
        break
for bad in ("with 5: pass", "with object() as x: pass"):
    try:
        exec(bad)
    except TypeError as error:
        print(error)


@contextlib.contextmanager
def managed(x):
    print("setup", x)
    try:
        yield x * 2
    except ZeroDivisionError:
        print("swallowed")
    finally:
        print("teardown", x)


with managed(3) as m:
    print(m)
    1 / 0
with contextlib.suppress(KeyError, IndexError):
    [][1]
with contextlib.ExitStack() as stack:
    for i in range(3):
        stack.enter_context(managed(i))
    stack.callback(print, "callback")
with contextlib.nullcontext(5) as n:
    print(n)
t = [0]
with M("target") as t[0]:
    print(t)
