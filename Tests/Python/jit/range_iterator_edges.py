"""Loops over ranges with all kinds of ends, steps, sizes, and what remains in the variable."""


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def walk(r):
    total, count, i = 0, 0, "unset"
    for i in r:
        total += i
        count += 1
        if count == 5000:
            break
    else:
        count = -count
    return total, count, i


def changes_variables(n, step):
    total = 0
    for i in range(0, n, step):
        total += i
        i = None
        n -= 1
        step = 0
    return total, i, n


def nested(n):
    total = 0
    for i in range(n):
        for j in range(i, n):
            for k in range(j, i, -1):
                total += i ^ j ^ k
    return total


def several(n):
    """One iterator shared by three loops."""
    it, found = iter(range(n)), []
    for i in it:
        if i % 1000 == 999:
            found.append(i)
            for j in it:
                if j % 100 == 50:
                    found.append(j)
                    break
        if i > n - 500:
            break
    found.append(list(it)[:2])
    return found


def variable_range(n):
    total = 0
    for i in range(n):
        for j in range(i % 5, i % 7, (i % 3) - 1 or 1):
            total += j
    return total


def unbound(n):
    for i in range(n):
        pass
    return i


for edge in (0, 1 << 30, 1 << 31, 1 << 53, 1 << 61, 1 << 62, 1 << 63, 1 << 64):
    for start in (edge - 1000, -edge - 1000, -edge):
        print(walk(range(start, start + 2000)), walk(range(start + 2000, start, -1)))
        print(walk(range(start, start + 2000, 7)), walk(range(start + 5, start - 4000, -3)))
for arguments in ((0,), (-1,), (1,), (5, 5), (5, 4), (4, 5, -1), (0, 10, 1 << 62), (0, -10, -(1 << 70)),
                  (True, 10), (Index(3), Index(3000), Index(2)), (1 << 62, (1 << 62) + 1),
                  (-(1 << 63), 1 << 63, 1 << 61), (0, 1 << 64, (1 << 61) + 7), (0, 10, True)):
    print(walk(range(*arguments)), walk(reversed(range(*arguments))))
print(changes_variables(20_000, 1), changes_variables(20_000, 3))
print(nested(40), several(10_000), variable_range(20_000))
print(unbound(20_000))
try:
    unbound(0)
except UnboundLocalError as error:
    print(error)
for bad in ((1, 2, 0), (0.5,), ("a",), (None, 3)):
    try:
        walk(range(*bad))
    except (ValueError, TypeError) as error:
        print(error)
