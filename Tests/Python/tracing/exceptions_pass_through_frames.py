# Exceptions are told of in each frame, with the lines of handlers and clean-up.
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


def raises():
    raise ValueError(1)


def handles():
    try:
        raises()
    except (TypeError, ValueError) as error:
        kept = error
    finally:
        done = 1


def passes_on():
    try:
        raises()
    finally:
        done = 1


def raises_again():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise
    except ArithmeticError:
        pass


class Manager:
    def __init__(self, result):
        self.result = result

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return self.result


def managed():
    with Manager(False):
        pass
    with Manager(True) as a, Manager(False) as b:
        raises()
    for i in range(2):
        with Manager(None):
            continue
    with Manager(False):
        raises()


def groups():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        pass
    except* TypeError:
        pass


def ends_iteration():
    class Iterator:
        n = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.n += 1
            if self.n > 1:
                raise StopIteration
            return self.n

    for item in Iterator():
        pass


for function in (handles, passes_on, raises_again, managed, groups, ends_iteration):
    show(function)
