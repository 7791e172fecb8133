# Code that runs already is traced from then on, and runs on when tracing ends: in loops, expressions,
# generators and handlers, however hot they are.
import sys

events = []


def local(frame, event, arg):
    events.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return local


def nothing(frame, event, arg):
    return None


def switch(on):
    frame = sys._getframe(1)
    sys.settrace(nothing if on else None)
    frame.f_trace = local if on else None
    return 1


def loop(count):
    total = 0
    for i in range(count):
        if i == 3:
            switch(True)
        if i == 5:
            switch(False)
        total += i
    return total


def expression(a):
    b = [a, a + 1, switch(True), a + 2, *(a, 3), {a: switch(False)}, (a, switch(True))]
    c = f"{a}{switch(False)}{b}" + str(a * switch(True) + switch(False))
    return c


def generator(count):
    for i in range(count):
        got = yield i
        if i == 2:
            switch(True)
        if i == 3:
            switch(False)


def handler(a):
    try:
        try:
            1 / (a - a)
        except ZeroDivisionError as error:
            switch(True)
            raise KeyError(a) from error
        finally:
            switch(False)
    except KeyError as error:
        switch(True)
        result = error.args, type(error.__cause__).__name__
    switch(False)
    return result


def nested(depth):
    if depth == 0:
        return switch(True) + 1
    a, b, c = depth, depth + 1, nested(depth - 1)
    return a + b + c


def comprehension(n):
    return [(i, j, switch(j == 1)) for i in range(n) for j in range(2) if i or j], {
        i: switch(False) for i in range(n)}


class Adds:
    def __add__(self, other):
        switch(other == 1)
        return self

    def __lt__(self, other):
        sys.settrace(nothing)
        sys.settrace(None)
        return True


def operators():
    a = Adds()
    b = a + 1 + 2 + 1
    c = b < a
    sys.settrace(None)
    return c and b is a


for repeat in range(40):
    results = (
        loop(8), expression(repeat), list(generator(6)), handler(repeat), nested(4), comprehension(3),
        operators())
    sys.settrace(None)
    if repeat in (0, 1, 39):
        print(results)
        print(len(events), events)
    events.clear()

# A generator that was suspended while tracing went on and off.
waiting = generator(9)
next(waiting)
sys.settrace(local)
next(waiting)
sys.settrace(None)
print(list(waiting))


def recursive(n):
    return recursive(n + 1)


sys.settrace(nothing)
try:
    recursive(0)
except RecursionError as error:
    print(error)
sys.settrace(None)


def fails(frame, event, arg):
    raise LookupError(event)


sys.settrace(fails)
try:
    loop(1)
except LookupError as error:
    print("raised", error)
print(sys.gettrace())
