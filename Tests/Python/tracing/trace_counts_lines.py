# The module trace counts and shows lines, and finds callers.
import trace

# Callbacks of weak references run when the collector says so.
others = ("_bootstrap", "_weakrefset", "weakref")

def program(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
    return total


def caller():
    return program(4)


counter = trace.Trace(count=1, trace=1, ignoremods=others)
counter.runfunc(caller)
for (name, line), count in sorted(counter.results().counts.items()):
    if name == __file__:
        print(line, count)
callers = trace.Trace(count=0, trace=0, countcallers=1)
callers.runfunc(caller)
print(sorted((one[2], other[2]) for one, other in callers.results().callers if other[0] == __file__))
