"""Exception groups and except*."""
import traceback


def run(group):
    try:
        raise group
    except* ValueError as e:
        print("values", [str(x) for x in e.exceptions])
    except* (KeyError, IndexError) as e:
        print("lookups", len(e.exceptions), type(e).__name__)
    else:
        print("else")
    finally:
        print("finally")


run(ExceptionGroup("g", [ValueError(1), KeyError(2), ValueError(3), ExceptionGroup("n", [IndexError(4)])]))
run(ValueError("naked"))
try:
    run(ExceptionGroup("g", [TypeError(1), ValueError(2)]))
except ExceptionGroup as g:
    print(repr(g), g.message, g.exceptions)
eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("sub", [TypeError(2), ValueError(3)])])
print(eg.split(ValueError))
print(eg.subgroup(TypeError), eg.subgroup(lambda e: isinstance(e, KeyError)))
print(eg.derive([KeyError()]))
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup(1, [ValueError()]),
            lambda: ExceptionGroup("b", [KeyboardInterrupt()])):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
try:
    try:
        raise ExceptionGroup("first", [ValueError("v")])
    except* ValueError:
        raise KeyError("from handler")
except* KeyError as e:
    print(repr(e))
try:
    raise eg
except ExceptionGroup:
    print(traceback.format_exc())
