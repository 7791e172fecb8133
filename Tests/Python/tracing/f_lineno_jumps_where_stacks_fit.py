# Setting f_lineno in a trace function goes on at that line, or says why it cannot.
import sys
import warnings

warnings.simplefilter("ignore")


def jump(function, start, end, wanted="line"):
    output = []
    first = function.__code__.co_firstlineno
    done = False

    def tracer(frame, event, arg):
        nonlocal done
        if frame.f_code is function.__code__ and event == wanted and frame.f_lineno == first + start:
            if not done:
                done = True
                try:
                    frame.f_lineno = first + end
                except ValueError as error:
                    output.append(str(error))
        return tracer

    sys.settrace(tracer)
    try:
        function(output)
    except Exception as error:
        output.append(repr(error))
    finally:
        sys.settrace(None)
    print(function.__name__, start, end, wanted, output)


def statements(o):
    o.append(1)
    o.append(2)
    for i in (1, 2):
        o.append(i + 10)
    o.append(3)
    try:
        o.append(4)
        1 / 0
    except ZeroDivisionError as e:
        o.append(5)
        o.append(6)
    finally:
        o.append(7)
    with open("/dev/null") as f:
        o.append(8)
        o.append(9)
    return 1


for start in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17):
    for end in (1, 2, 4, 5, 6, 7, 9, 10, 11, 13, 15, 16, 17, 0, -5, 40):
        jump(statements, start, end)
for event in ("call", "return", "exception"):
    jump(statements, 0, 2, event)
    jump(statements, 8, 1, event)
    jump(statements, 17, 1, event)
frame = sys._getframe()
for value in ("x", 10**20, 3):
    try:
        frame.f_lineno = value
    except ValueError as error:
        print(error)
