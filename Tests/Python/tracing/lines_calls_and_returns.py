# Events of plain statements come in the order and at the places of the reference.
import sys

events = []


def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    if event == "exception":
        arg = arg[0].__name__
    elif event != "return" or not isinstance(arg, (int, type(None))):
        arg = None
    events.append((frame.f_code.co_name, event, frame.f_lineno, frame.f_lasti, arg))
    return tracer


def show(function):
    # The third time its caches are filled.
    for _ in range(3):
        events.clear()
        sys.settrace(tracer)
        try:
            function()
        except Exception as error:
            print(type(error).__name__)
        finally:
            sys.settrace(None)
    print(function.__name__)
    for event in events:
        print("  ", *event)


def branches(x=5):
    if x > 3 and x < 9:
        y = 1
    else:
        y = 2
    while y < 3: y += 1
    for i in (1,
              2):
        if i == 1:
            continue
        break
    else:
        y = 9
    return (
        x if y else
        y
    )


def one_line(): return 1


def comprehensions():
    a = [i * j for i in range(2) for j in range(2)]
    b = {i: i for i in a}
    c = {i
         for i in a
         if i}
    return sum(i for i in a)


def nested():
    def inner(a, b=lambda: 3):
        return b()
    class Local:
        z = inner(1)
    return Local().z


def matching():
    for subject in (1, [1, 2], {"k": 3}, "x"):
        match subject:
            case 1:
                pass
            case [a, b]:
                pass
            case {"k": v}:
                pass
            case _:
                pass


for function in (branches, one_line, comprehensions, nested, matching):
    show(function)
