"""Cells that hot loops read and write, shared with functions made in the loop."""


def counter(start):
    count = start

    def bump(by=1):
        nonlocal count
        count += by
        return count

    def read():
        return count

    return bump, read


def drive(n):
    bump, read = counter(0)
    seen = 0
    for i in range(n):
        seen += bump() - read()
        if i == n // 2:
            bump(0.5)
        elif i == n // 2 + 10:
            bump(1 << 62)
    return seen, read()


def made_in_loop(n):
    kept, total = [], 0
    for i in range(n):
        def get(x, k=i):
            return x + k + i
        total += get(1)
        if i % 1000 == 0:
            kept.append(get)
    return total, [get(0) for get in kept]


def cell_changes_kind(n):
    value = 0
    add = lambda x: value + x  # noqa: E731
    total = 0
    for i in range(n):
        if i == n // 3:
            value = 0.5
        elif i == n // 2:
            value = (1 << 62) - 5
        elif i == n // 2 + 10:
            value = True
        total += add(1)
    return total


def deleted_cell(n):
    value, wrong = 1, 0

    def get():
        return value

    for i in range(n):
        if i == n // 2:
            del value
        try:
            get()
            value
        except NameError as error:
            wrong += 1
            if wrong == 1:
                print(type(error).__name__, error)
        if i == n // 2 + 10:
            value = 3
    return wrong


def chain(depth):
    function = lambda x: x  # noqa: E731
    for i in range(depth):
        function = (lambda inner, k: lambda x: inner(x) + k)(function, i)
    return function


def written_by_callee(n):
    x, log = 0, 0

    def change():
        nonlocal x
        x = -x + 1

    for i in range(n):
        before = x
        change()
        log += x - before
        x += 2
    return x, log


def recursive_closure(n):
    calls = 0

    def fib(k):
        nonlocal calls
        calls += 1
        return k if k < 2 else fib(k - 1) + fib(k - 2)

    return fib(n), calls


def comprehension_scopes(n):
    outer = 3
    total = 0
    for i in range(n):
        total += sum([outer + j for j in range(i % 4)]) + len({k: i for k in (1, 2)})
        total += sum(j * outer for j in (i & 1, 2))
        if i == n // 2:
            outer = 0.5
    return total


def class_cell(n):
    class Base:
        def get(self, x):
            return x

    class Derived(Base):
        def get(self, x):
            return super().get(x) + __class__.extra

        extra = 1

    item, total = Derived(), 0
    for i in range(n):
        total += item.get(i)
        if i == n // 2:
            Derived.extra = 2
    return total


print(drive(20_000), made_in_loop(3000), cell_changes_kind(20_000), deleted_cell(3000))
print([chain(20)(i) for i in range(300)][-1], written_by_callee(20_000), recursive_closure(15))
print(comprehension_scopes(2000), class_cell(9000))
