"""Comparisons, identity, membership and truth over values of many types in hot loops."""

NAN = float("nan")
VALUES = [0, 1, -1, True, False, 0.0, -0.0, 1.0, 0.5, NAN, float("inf"), 1 << 53, (1 << 53) + 1, 2.0 ** 53,
          (1 << 62), -(1 << 62), (1 << 62) - 1, 2.0 ** 62, 1 << 63, 2.0 ** 63, 1 << 1030, 1e308, 5e-324,
          None, "a", "", "b", b"a", (1,), (1.0,), [1], [], {1}, 1j, 1 + 0j, ...]


def equality(values, times):
    rows = []
    for a in values:
        row = 0
        for b in values:
            for _ in range(times):
                same, other = a == b, a != b
            row = row * 4 + same * 2 + other
        rows.append(row)
    return rows


def order(values, times):
    counts = {}
    for a in values:
        for b in values:
            for _ in range(times):
                try:
                    found = (a < b) * 8 + (a <= b) * 4 + (a > b) * 2 + (a >= b)
                except TypeError as error:
                    found = str(error)
            counts[found] = counts.get(found, 0) + 1
    return sorted(counts.items(), key=str)


def chained(values, n):
    found = wrong = 0
    for i in range(n):
        a, b, c = values[i % len(values)], values[i * 7 % len(values)], values[i * 11 % len(values)]
        try:
            found += (a < b <= c) + (a == b != c) * 2 + (a is b is not c) * 4
        except TypeError:
            wrong += 1
    return found, wrong


def membership(n):
    found, containers = 0, [(1, 2.0, "x"), [True, None], {0, 3.5}, {"a": 1, 1: 2}, "xyz", range(0, 9, 2), frozenset("ab")]
    wrong = 0
    for i in range(n):
        value = (1, 2, "x", None, 0.0, 3.5, "a", 4, 4.0, NAN)[i % 10]
        try:
            found += value in containers[i % 7]
            found += (value not in containers[i // 7 % 7]) * 2
        except TypeError:
            wrong += 1
    return found, wrong


def identity(n):
    a, b, c, count = [], [], None, 0
    for i in range(n):
        count += (a is b) + (a is not b) * 2 + (c is None) * 4
        if i == n // 2:
            b = a
        elif i == n // 2 + 100:
            c = False
        elif i == n // 2 + 200:
            c = 0
        count += c is False
    return count


def truth(values, n):
    counts = [0, 0, 0]
    for i in range(n):
        value = values[i % len(values)]
        if value:
            counts[0] += 1
        counts[1] += not value
        chosen = value and 5 or 7
        counts[2] += chosen if (value or chosen) else 0
    return counts


def numbers_then_other(n, odd):
    less = equal = wrong = 0
    for i in range(n):
        x = odd if i > n - 4 else i
        try:
            equal += x == 5
            less += x < n / 2
            less += 10 <= x
        except TypeError:
            wrong += 1
    return less, equal, wrong


class Always:
    def __eq__(self, other):
        return "yes"

    def __lt__(self, other):
        return []

    def __gt__(self, other):
        return NotImplemented


def own(n):
    thing, found = Always(), []
    for i in range(n):
        x = i if i < n - 2 else thing
        results = (x == 3, 3 == x, x < 4, x in [1])
        if i > n - 3:
            found.append(results)
    return found


print(equality(VALUES[:6], 300), equality(VALUES, 3))
print(order(VALUES[:6], 300))
for item in order(VALUES, 1):
    print(item)
print(chained(VALUES, 9000), membership(9000), identity(9000), truth(VALUES, 9000))
for odd in VALUES:
    print(numbers_then_other(1000, odd), end=" ")
print(own(3000))
