# sys.monitoring: what each event is told with, for all code and for one code object.
import sys

monitoring = sys.monitoring
events = monitoring.events
told = []


def callback(name):
    def call(code, *rest):
        if code.co_filename == __file__:
            told.append((name, code.co_name) + tuple(map(plain, rest)))
    return call


def plain(value):
    if isinstance(value, (int, str)):
        return value
    return getattr(value, "__name__", type(value).__name__)


def generator():
    try:
        yield 1
    finally:
        pass


def program(x):
    for i in generator():
        if i:
            x += 1
    while x < 4:
        x += 1
    try:
        len(3)
    except TypeError:
        pass
    a = [1]
    a.append(2)
    max(*a)

    def fails():
        raise KeyError
    try:
        fails()
    except KeyError as error:
        try:
            raise
        except KeyError:
            pass
    steps = generator()
    next(steps)
    try:
        steps.throw(OSError)
    except OSError:
        pass
    return x


monitoring.use_tool_id(3, "test")
every = 0
for name, event in vars(events).items():
    if event:
        monitoring.register_callback(3, event, callback(name))
        if not name.startswith("C_"):
            every |= event
monitoring.set_events(3, every)
program(1)
monitoring.set_events(3, 0)
for one in told:
    print(*one)
told.clear()
monitoring.set_local_events(3, program.__code__, events.PY_START | events.JUMP | events.LINE)
print(monitoring.get_local_events(3, program.__code__), monitoring.get_events(3))
program(1)
monitoring.set_local_events(3, program.__code__, 0)
program(1)
for one in told:
    print(*one)
monitoring.free_tool_id(3)


def attempt(text):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)


m = monitoring
for text in (
    "m.use_tool_id(8,'x')", "m.use_tool_id(0,3)", "m.use_tool_id(0,'x')", "m.use_tool_id(0,'y')",
    "m.get_tool(0)", "m.get_tool(1)", "m.free_tool_id(1)", "m.set_events(1,3)", "m.set_events(0,1<<20)",
    "m.set_events(0,1<<15)", "m.get_events(1)", "m.set_local_events(0,3,1)",
    "m.set_local_events(0,attempt.__code__,1<<10)", "m.get_local_events(0,attempt.__code__)",
    "m.register_callback(0,3,print)", "m.register_callback(0,1<<20,print)", "m.register_callback(0,1,3)",
    "m.register_callback(0,1,None)", "m._all_events()", "m.set_events(0,'a')", "m.free_tool_id(0)",
    "m.get_tool(0)", "m.set_local_events(1,attempt.__code__,1)",
):
    attempt(text)
