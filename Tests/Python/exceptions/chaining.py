"""Causes, contexts, tracebacks as text."""
import traceback


def low():
    return {}["key"]


def middle():
    try:
        low()
    except KeyError as error:
        raise ValueError("middle") from error


def implicit():
    try:
        low()
    except KeyError:
        undefined + 1


def suppressed():
    try:
        low()
    except KeyError:
        raise RuntimeError("clean") from None


def after():
    try:
        raise OSError(2, "No such file", "name")
    finally:
        1 / 0


for f in (low, middle, implicit, suppressed, after):
    try:
        f()
    except Exception as error:
        print(repr(error), repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
        print(traceback.format_exc())
e = ValueError("noted")
e.add_note("first note")
e.add_note("second\nnote")
try:
    raise e
except ValueError:
    print(traceback.format_exc())
try:
    raise ValueError from KeyError
except ValueError as error:
    print(repr(error.__cause__))
for bad in ("raise 5", "raise ValueError from 5", "raise"):
    try:
        exec(bad)
    except (TypeError, RuntimeError) as error:
        print(error)


def rec(n):
    if n == 0:
        raise IndexError("bottom")
    rec(n - 1)


try:
    rec(10)
except IndexError:
    print(traceback.format_exc())
