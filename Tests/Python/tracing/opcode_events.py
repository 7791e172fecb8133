# With f_trace_opcodes each instruction is told of; without f_trace_lines no line is.
import sys

events = []


def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    frame.f_trace_opcodes = True
    frame.f_trace_lines = wants_lines
    events.append((frame.f_code.co_name, event, frame.f_lineno, frame.f_lasti))
    return tracer


def generator():
    yield 1
    x = yield from [3]


def program(x=300000):
    for i in range(2):
        a = [j * i for j in (1, 2)]
    while x > 299998:
        x -= 1
        if x % 2: continue
    lambda: x
    assert x, "no"
    a, b = 1, 2
    a, *b = [1, 2, 3]
    d = {**{"a": 1}, "b": 2}
    s = f"{x!r:>10}"
    del a
    d["b"] += 1
    list(generator())
    y = d if x else s
    return (x and
            y or
            s)


for wants_lines in (True, False):
    events.clear()
    sys.settrace(tracer)
    program()
    sys.settrace(None)
    print(len(events))
    for event in events:
        print(*event)
frame = sys._getframe()
for value in (0, None):
    try:
        frame.f_trace_lines = value
    except TypeError as error:
        print(error)
print(frame.f_trace_lines, frame.f_trace_opcodes, frame.f_trace)
