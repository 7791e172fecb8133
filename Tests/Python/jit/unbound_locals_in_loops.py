"""Locals deleted, never bound or bound late in hot loops; the errors name them."""


def deleted(n, at):
    x, wrong, total = 1, [], 0
    for i in range(n):
        if i == at:
            del x
        try:
            total += x
        except UnboundLocalError as error:
            wrong.append((i, str(error)))
            if len(wrong) == 3:
                x = 0.5
    return total, wrong


def bound_late(n, at):
    wrong = 0
    for i in range(n):
        if i > at:
            late = i
        try:
            late += 1
        except NameError as error:
            wrong += 1
            message = error.args
    return wrong, late, message


def deleted_each_time(n):
    total = 0
    for i in range(n):
        x = i
        total += x
        del x
    try:
        return x
    except UnboundLocalError as error:
        return total, str(error)


def deleted_twice(n):
    wrong = 0
    for i in range(n):
        y = i
        del y
        if i % 1000 == 999:
            try:
                del y
            except UnboundLocalError as error:
                wrong += 1
                message = str(error)
    return wrong, message


def loop_variable(n):
    results = []
    for count in (n, 1, 0):
        for i in range(count):
            pass
        try:
            results.append(i)
            del i
        except UnboundLocalError as error:
            results.append(str(error))
    return results


def exception_name(n):
    seen = 0
    for i in range(n):
        error = i
        try:
            if i % 100 == 99:
                raise ValueError(i)
        except ValueError as error:
            seen += error.args[0]
        try:
            seen += error
        except UnboundLocalError:
            seen -= 1
    return seen


def in_branches(n, kinds):
    counts = [0, 0]
    for i in range(n):
        if i % kinds:
            value = i
        elif i % (kinds * 50) == 0:
            try:
                del value
            except UnboundLocalError:
                counts[1] += 1
        try:
            counts[0] += value & 1
        except UnboundLocalError:
            counts[1] += 1
    return counts


def argument(x, n):
    for i in range(n):
        if i == n - 2:
            del x
        try:
            y = x
        except UnboundLocalError as error:
            return i, y, str(error)


def with_statement(n):
    class Manager:
        def __enter__(self):
            return 5

        def __exit__(self, *details):
            return True

    wrong = 0
    for i in range(n):
        with Manager() as m:
            if i % 500 == 499:
                del m
            wrong += m - 5
            wrong += 1
    try:
        m
    except UnboundLocalError:
        wrong = -wrong
    return wrong


print(deleted(20_000, 15_000), bound_late(20_000, 10_000), deleted_each_time(20_000), deleted_twice(5000))
print(loop_variable(20_000), exception_name(9000), in_branches(9000, 3), argument(1, 20_000), with_statement(5000))
