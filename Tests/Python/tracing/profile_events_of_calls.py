# sys.setprofile is told of Python functions and of builtin ones, not of lines.
import sys

events = []


def profiler(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        name = getattr(arg, "__name__", arg if isinstance(arg, int) else None)
        events.append((frame.f_code.co_name, event, frame.f_lineno, name))


class Base:
    def __init__(self, x):
        self.x = x

    def method(self, *args, **keywords):
        return len(args)

    native = classmethod(repr)


class Derived(Base):
    def __init__(self):
        super().__init__(3)


def program():
    a = Base(1)
    Derived()
    a.method(1, 2)
    numbers = []
    numbers.append(3)
    sorted([3, 1], key=lambda x: -x)
    try:
        int("x")
        ord("ab")
    except ValueError:
        pass
    try:
        ord("ab")
    except TypeError:
        pass
    a.method(*numbers, **{"q": 1})
    max(*[1, 2])
    str.upper("a")
    {"a": 1}.get("a")
    generator = (i for i in numbers)
    next(generator)
    list(map(str, numbers))
    Base.native()
    return 5


sys.setprofile(profiler)
program()
print(sys.getprofile() is profiler)
sys.setprofile(None)
for event in events:
    print(*event)


def fails(frame, event, arg):
    raise LookupError(event)


sys.setprofile(fails)
try:
    program()
except LookupError as error:
    print("raised", error)
print(sys.getprofile())
