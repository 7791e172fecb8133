# A callback that returns DISABLE is not called again for the place, until restart_events.
import sys

monitoring = sys.monitoring
events = monitoring.events
told = []


def line(code, number):
    if code is program.__code__:
        told.append(number - code.co_firstlineno)
    return monitoring.DISABLE


def program(x):
    y = 0
    for i in range(3):
        y += i
        if x:
            y += 1
    return y


monitoring.use_tool_id(4, "test")
monitoring.register_callback(4, events.LINE, line)
monitoring.register_callback(4, events.PY_START, lambda code, offset: None)
monitoring.set_events(4, events.LINE | events.PY_START)
for x in (0, 0, 1, 1):
    program(x)
    print(told)
    told.clear()
monitoring.restart_events()
program(1)
print(told)
monitoring.set_events(4, 0)
monitoring.register_callback(4, events.RAISE, lambda code, offset, error: monitoring.DISABLE)
monitoring.set_events(4, events.RAISE)
try:
    [].pop()
except Exception as error:
    print(type(error).__name__, error)
monitoring.free_tool_id(4)
