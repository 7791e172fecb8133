"""Which handler runs; else, finally, return and loops through finally; unbinding of the name."""


def order(what):
    log = []
    try:
        log.append("try")
        if what:
            raise what
    except (KeyError, IndexError) as error:
        log.append(type(error).__name__)
    except Exception:
        log.append("other")
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log


print(order(None), order(KeyError()), order(IndexError), order(ValueError()))


def override():
    try:
        return "try"
    finally:
        return "finally"


def swallowed():
    for i in range(3):
        try:
            1 / 0
        finally:
            if i < 2:
                continue
            break
    return i


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


print(override(), swallowed(), value_kept())
try:
    1 / 0
except ZeroDivisionError as error:
    pass
try:
    error
except NameError as name_error:
    print(name_error)


def nested():
    try:
        try:
            raise KeyError("a")
        finally:
            try:
                raise ValueError("b")
            except ValueError:
                print("inner handled")
    except KeyError as error:
        print("outer", error, error.__context__)


nested()


def reraise():
    try:
        raise KeyError("again")
    except KeyError:
        try:
            raise
        except KeyError as error:
            return error.args


print(reraise())
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as error:
    print(error)


class Custom(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


try:
    raise Custom(7)
except Custom as error:
    print(error, error.code, error.args, repr(error))
import sys
print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exception())
print(OSError(2, "text").errno, repr(OSError(2, "text")), str(OSError(2, "text", "file")), type(OSError(2, "x")).__name__)
print(StopIteration(3).value, SystemExit(4).code, KeyError("k"), repr(KeyError("k", 1)), str(KeyError("k", 1)))
print(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), ImportError("m", name="n").name)
print(issubclass(FileNotFoundError, OSError), issubclass(IOError, OSError), Exception.__mro__)
while True:
    try:
        break
    finally:
        print("through finally")
