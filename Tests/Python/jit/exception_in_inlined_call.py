"""Exceptions raised some calls below a hot loop, caught at each level; lines and locals afterwards."""


def trace(error):
    found, step = [], error.__traceback__
    while step is not None:
        found.append(f"{step.tb_frame.f_code.co_name}:{step.tb_lineno}")
        step = step.tb_next
    return " ".join(found)


def divide(a, b):
    return a // b


def middle(a, b):
    before = a + 1
    result = divide(before, b)
    return result - 1


def cleaned(a, b, log):
    try:
        return middle(a, b)
    finally:
        log[0] += 1


def swallowed(a, b):
    try:
        return middle(a, b)
    except ZeroDivisionError:
        return -1


def replaced(a, b):
    try:
        return middle(a, b)
    except ZeroDivisionError as error:
        raise ValueError(a) from error


def loop(n, every):
    total, caught, log = 0, 0, [0]
    for i in range(n):
        b = 0 if i % every == every - 1 else 3
        partial = total
        try:
            total += cleaned(i, b, log) + swallowed(i, b) + replaced(i, b)
        except ZeroDivisionError as error:
            caught += 1
            if caught < 3:
                print(i, error, trace(error), total == partial)
        try:
            total += replaced(i, b)
        except ValueError as error:
            caught += 1
            if caught < 5:
                print(i, error, trace(error), repr(error.__cause__), trace(error.__cause__))
    return total, caught, log


def lookups(n, at):
    items, table, wrong = [1, 2, 3], {0: 1, 1: 2}, []
    for i in range(n):
        index = i % 3 if i != at else 5
        try:
            x = items[index]
            y = table[i & 1 if i != at + 1 else 7]
            z = x.real if i != at + 2 else x.missing
            w = z + (1 if i != at + 3 else None)
            u = (x, y)[1 if i != at + 4 else 2]
            v = int("5" if i != at + 5 else "five")
        except Exception as error:
            wrong.append((i, type(error).__name__, str(error), trace(error)))
    return wrong, x, y, z, w, u, v


def with_statement(n, every):
    class Guard:
        def __init__(self):
            self.count = 0

        def __enter__(self):
            return self

        def __exit__(self, kind, error, tb):
            self.count += kind is not None
            return kind is KeyError

    guard, total = Guard(), 0
    for i in range(n):
        try:
            with guard as g:
                total += 1
                if i % every == 0:
                    raise KeyError(i)
                if i % every == 1:
                    raise IndexError(i)
                total += 1
        except IndexError:
            total += 100
        else:
            total += g.count & 1
    return total, guard.count


def uncaught(n):
    for i in range(n):
        middle(i, n - 2 - i)


print(loop(9000, 3000))
print(loop(300, 7))
print(lookups(3000, 2000))
print(with_statement(9000, 1000))
try:
    uncaught(5000)
except ZeroDivisionError as error:
    print(error, trace(error), error.__traceback__.tb_next.tb_frame.f_locals)
