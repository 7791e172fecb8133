"""Dicts read, written and changed in size by hot loops over them."""


def count(keys, n):
    table = {}
    for i in range(n):
        key = keys[i % len(keys)]
        table[key] = table.get(key, 0) + 1
        if key in table and i % 3 == 0:
            table[key] += i
    return table


def misses(n):
    table, missing = {1: 1, 2: 2}, 0
    for i in range(n):
        try:
            missing += table[i % 4]
        except KeyError as error:
            missing += 1000
            if i > n - 5:
                print(repr(error))
    return missing


def changed_size(n, change):
    table, seen = dict.fromkeys(range(n)), 0
    try:
        for key in table:
            seen += key
            if key == n // 2:
                change(table)
    except RuntimeError as error:
        print(error)
    return seen, len(table)


def values_changed(n):
    table, total = {i: i for i in range(n)}, 0
    for key, value in table.items():
        table[key] = value + 0.5 if key % 2 else value
        total += value
    for value in table.values():
        total += value
    return total


def popped(n):
    table, total = {i: str(i) for i in range(n)}, 0
    while table:
        key, value = table.popitem()
        total += key + len(value)
        table.pop(key - 2, None)
    return total


def strings(n):
    table, total = {"a": 0, "b": 1.5, "c": None}, 0
    for i in range(n):
        table["a"] += 1
        table["b"] = table["b"] * 1.0 + 0.25
        if table["c"] is None and i == n // 2:
            table["c"] = 1 << 63
        elif i == n // 2 + 10:
            del table["a"]
            table["a"] = -5.5
        total += table["a"] + (table["c"] or 0)
    return total, list(table.items())


class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return self.value % 3

    def __eq__(self, other):
        return isinstance(other, Key) and self.value == other.value


def own_keys(n):
    table = {}
    for i in range(n):
        table[Key(i % 10)] = i
    return sorted((k.value, v) for k, v in table.items())


def mixed_keys(n):
    """1, 1.0 and True are one key."""
    table = {}
    for i in range(n):
        table[(1, 1.0, True, "1", 1 << 70, float(1 << 70), None, (i & 1, 2), -0.0, 0)[i % 10]] = i
    return table


def subclass(n):
    class Default(dict):
        def __missing__(self, key):
            self[key] = key * 2
            return 1

    table, total = Default(), 0
    for i in range(n):
        total += table[i % 50]
    return total, len(table), table[3]


def grown_and_cleared(n):
    table, largest = {}, 0
    for i in range(n):
        table[i * 7919 % 1009] = i
        largest = max(largest, len(table))
        if len(table) == 500:
            table.clear()
    return largest, len(table), list(table)[:3]


def namespaces(n):
    total = 0
    for i in range(n):
        total += len({"a": i, **{"b": 1}, "c": total & 1})
        total += {"x": i, "y": 2}["x" if i & 1 else "y"]
        merged = {"k": 1} | {"k": i}
        total += merged["k"]
    return total


print(count("abcde", 20_000), count([1, 2.0, None], 2000), count([(1, 2), "x", 1 << 65], 2000))
print(misses(20_000), values_changed(9000), popped(5000), strings(20_000))
for change in (lambda t: t.update({-1: 0}), lambda t: t.pop(0), dict.clear, lambda t: t.update({3: 4})):
    print(changed_size(6000, change))
print(own_keys(9000), mixed_keys(9000), subclass(9000), grown_and_cleared(20_000), namespaces(4000))
