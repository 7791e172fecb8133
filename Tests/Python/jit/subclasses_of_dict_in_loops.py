# defaultdict and other subclasses of dict that leave items to dict.
from collections import Counter, OrderedDict, defaultdict


class Shouting(dict):
    def __missing__(self, key):
        return ("missing", key)


class Doubled(dict):
    def __getitem__(self, key):
        return dict.__getitem__(self, key) * 2


class Logged(dict):
    log = 0

    def __setitem__(self, key, value):
        Logged.log += 1
        dict.__setitem__(self, key, value)

    def __contains__(self, key):
        return key == 3 or dict.__contains__(self, key)


class Key:
    hashed = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        Key.hashed += 1
        return self.n

    def __repr__(self):
        return f"Key({self.n})"

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


def fill(table, count):
    for i in range(count):
        table[i % 50] += i
        table[(i % 3, "x")] += 1
    return sorted(table.items(), key=str)[:4], len(table)


print(fill(defaultdict(int), 3000))
print(fill(Counter(), 3000))


def best(table, keys):
    result = 0
    for _ in range(300):
        result += max(table[k] for k in keys)
        result += sum(table[k] * 2 for k in keys)
        result += any(k in table for k in keys)
    return result


keys = [(i, "k") for i in range(8)]
table = defaultdict(lambda: 1, {k: i for i, k in enumerate(keys)})
print(best(table, keys))
print(best(table, keys + [(i, "new") for i in range(3)]), len(table))
print(best(Doubled(table), keys))
print(best(OrderedDict(table), keys))


def look(table, keys, count):
    found = []
    for i in range(count):
        key = keys[i % len(keys)]
        try:
            found.append(table[key])
        except (KeyError, TypeError) as error:
            found.append(type(error).__name__)
        if key in table:
            found.append("in")
    return found[-6:], len(found)


for table in (Shouting({1: 2}), Doubled({1: 2}), Logged({1: 2}), defaultdict(None, {1: 2}), OrderedDict({1: 2})):
    print(type(table).__name__, look(table, [1, 2, 3], 2500))
print(look(Shouting(), [Key(1), Key(2)], 1200), Key.hashed)
made = defaultdict(list)
for i in range(1500):
    made[Key(i % 7)].append(i)
print(len(made), Key.hashed, [len(v) for v in made.values()])


def unhashable(table, count):
    failed = 0
    for i in range(count):
        try:
            table[[i]]
        except TypeError as error:
            failed += 1
    return failed


print(unhashable(defaultdict(int), 2000))


# The class gets its own methods while the loop runs.
class Late(dict):
    pass


def late(count):
    table = Late({i: i for i in range(10)})
    total = 0
    for i in range(count):
        total += table[i % 10]
        table[i % 10] = 1
        if 11 in table:
            total += 1000
        if i == count // 2:
            Late.__getitem__ = lambda self, key: 7
            Late.__setitem__ = lambda self, key, value: None
            Late.__contains__ = lambda self, key: True
    return total


print(late(4000))


class Raising(dict):
    def __missing__(self, key):
        if key == "stop":
            raise StopIteration(key)
        return key


def raising(table, keys):
    try:
        return sum(table[k] for k in keys)
    except RuntimeError as error:
        return repr(error.__cause__)


for i in range(1500):
    answer = raising(Raising(), [1, 2, 3])
print(answer, raising(Raising(), [1, "stop"]))
