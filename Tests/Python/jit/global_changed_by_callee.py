"""Globals that a hot loop reads and a callee changes, deletes or hides while the loop runs."""

factor = 3
table = [1, 2, 3]


def helper(x):
    return x + 1


def set_global(name, value):
    globals()[name] = value


def delete_global(name):
    del globals()[name]


def read_factor(n, changes):
    total = 0
    for i in range(n):
        if i in changes:
            set_global("factor", changes[i])
        total += factor * (i & 3)
    return total


def call_helper(n, at, new):
    total = 0
    for i in range(n):
        total += helper(i)
        if i == at:
            set_global("helper", new)
    return total


def without(n, at):
    total, missing = 0, 0
    for i in range(n):
        if i == at:
            delete_global("factor")
        elif i == at + 100:
            set_global("factor", 1)
        try:
            total += factor
        except NameError as error:
            missing += 1
            if missing == 1:
                print(error)
    return total, missing


def read_twice(n, at):
    """The value is read on both sides of the call that changes it."""
    wrong = 0
    for i in range(n):
        before = factor
        if i == at:
            set_global("factor", before + 1)
        after = factor
        if after != before:
            wrong += 1
    return wrong


def write_and_call(n):
    global factor
    seen = 0
    for i in range(n):
        factor = i
        seen += look()
        factor += 1
        seen -= look()
    return seen, factor


def look():
    return factor


def mutate_table(n, at):
    total = 0
    for i in range(n):
        total += table[i % 3]
        if i == at:
            set_global("table", (10, 20, 30))
        elif i == at * 2:
            set_global("table", {0: 0.5, 1: 1, 2: 2})
    return total


print(read_factor(20_000, {10_000: 5, 15_000: 2.5, 19_000: 1 << 62}))
factor = 3
print(read_factor(20_000, {19_999: 0}))
factor = 3
for new in (lambda x: x - 1, lambda x, y=0.5: x * y, abs, int, type("T", (int,), {})):
    print(call_helper(20_000, 12_345, new))
    helper = lambda x: x + 1  # noqa: E731
print(without(5000, 2500))
factor = 1
print(read_twice(20_000, 19_000), factor)
print(write_and_call(20_000))
print(mutate_table(9000, 3000))
