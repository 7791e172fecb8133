"""try, finally, with and else in hot loops: contexts, order, and the exception that is current."""

import sys

log = []


class Manager:
    def __init__(self, swallow=()):
        self.swallow = swallow
        self.entered = self.left = 0

    def __enter__(self):
        self.entered += 1
        return self.entered

    def __exit__(self, kind, error, trace):
        self.left += 1
        if self.swallow and self.left == self.swallow[0]:
            return 1 // 0
        return kind is KeyError


def order(n, at):
    for i in range(n):
        log.clear()
        try:
            log.append("try")
            if i == at:
                raise ValueError(i)
            if i == at + 1:
                continue
            if i == at + 2:
                raise KeyError(i)
        except ValueError:
            log.append("except")
        except KeyError:
            log.append("key")
            if i == at + 2:
                break
        else:
            log.append("else")
        finally:
            log.append("finally")
            if at - 2 < i < at + 3:
                print(i, log)
    return i


def current(n):
    """sys.exception() is set in handlers only, and the outer one comes back."""
    wrong = 0
    for i in range(n):
        wrong += sys.exception() is not None
        try:
            if i % 7 == 0:
                raise ValueError(i)
        except ValueError as outer:
            try:
                {}[i]
            except KeyError as inner:
                wrong += sys.exception() is not inner or inner.__context__ is not outer
            wrong += sys.exception() is not outer
        wrong += sys.exception() is not None
    return wrong


def contexts(n):
    manager, total, caught = Manager(), 0, 0
    for i in range(n):
        try:
            with manager as k, Manager() as one:
                total += k - i + one
                if i % 100 == 50:
                    raise KeyError(i)
                if i % 100 == 51:
                    raise LookupError(i)
                if i % 100 == 52:
                    continue
        except LookupError:
            caught += 1
    return total, caught, manager.entered, manager.left


def exit_fails(n):
    manager, found = Manager(swallow=(n // 2,)), []
    for i in range(n):
        try:
            with manager:
                if i % 50 == 49:
                    raise KeyError(i)
        except ZeroDivisionError as error:
            found.append((i, repr(error), repr(error.__context__)))
    return found


def returns(n):
    def leave(i):
        for k in range(3):
            try:
                if i % 3 == k:
                    return k
            finally:
                log.append(k)
        return None

    log.clear()
    total = 0
    for i in range(n):
        total += leave(i)
    return total, len(log), sum(log)


def reraised(n):
    def inner(i):
        try:
            return 1 // (i % 5)
        except ZeroDivisionError:
            if i % 10 == 0:
                raise
            raise ValueError(i) from None

    def middle(i):
        try:
            return inner(i)
        except ValueError as error:
            return error.args[0] + (error.__context__ is not None) + error.__suppress_context__

    total = caught = 0
    for i in range(n):
        try:
            total += middle(i)
        except ZeroDivisionError as error:
            caught += 1
            depth, step = 0, error.__traceback__
            while step:
                depth, step = depth + 1, step.tb_next
            total += depth
    return total, caught


def groups(n):
    counts = [0, 0]
    for i in range(n):
        try:
            if i % 100 == 99:
                raise ExceptionGroup("g", [ValueError(i), KeyError(i)])
        except* ValueError as group:
            counts[0] += group.exceptions[0].args[0]
        except* KeyError:
            counts[1] += 1
    return counts


def nested(n):
    found = []
    for i in range(n):
        try:
            try:
                try:
                    if i == n - 5:
                        raise KeyError(1)
                    if i == n - 4:
                        [][1]
                finally:
                    if i == n - 3:
                        raise TypeError(2)
            except LookupError as error:
                raise RuntimeError(3) from error
        except (RuntimeError, TypeError) as error:
            found.append((i, repr(error), repr(error.__cause__), repr(error.__context__)))
    return found


print(order(5000, 4000), current(9000), contexts(9000), exit_fails(2000))
print(returns(9000), reraised(9000), groups(2000), nested(5000))
