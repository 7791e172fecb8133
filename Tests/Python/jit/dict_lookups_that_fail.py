# Lookups in exact dicts, hits mostly: what they do where a key is missing, has methods of its own, or the object
# is another one than before.


def total(d, keys):
    s = 0
    for k in keys:
        s += d[k]
    return s


def missing(d, keys):
    s = 0
    for k in keys:
        try:
            s += d[k]
        except KeyError as error:
            s += 1000 + error.args[0]
    return s


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        calls.append(self.n)
        return self.n == other or isinstance(other, Key) and self.n == other.n


class Default(dict):
    def __missing__(self, key):
        return -key


calls = []
ints = {i: i * 2 for i in range(50)}
print(total(ints, [i % 50 for i in range(4000)]))
print(missing(ints, [i % 60 for i in range(4000)]))
print(total(ints, [Key(i % 50) for i in range(400)]), len(calls))
print(total({Key(i): i for i in range(20)}, [i % 20 for i in range(400)]))
print(total(Default(ints), [i % 60 for i in range(4000)]))
print(total([1, 2, 3], [0, 1, 2] * 900), total({-1: 5, -2: 6, 1 << 70: 7}, [-1, -2, 1 << 70] * 900))
print(total({1.0: 1, True: 2, "a": 3}, [1, 1.0, True, "a"] * 500))
try:
    total(ints, [1] * 3000 + [[]])
except TypeError as error:
    print(error)
try:
    total(ints, [1] * 3000 + [77])
except KeyError as error:
    print("KeyError", error, error.__traceback__.tb_next.tb_lineno)


def count(words):
    d = {}
    for w in words:
        if w in d:
            d[w] += 1
        else:
            d[w] = 1
    return d


print(count([f"w{i % 7}" for i in range(5000)]))
print(count(["".join(("w", str(i % 3))) for i in range(5000)]))
print(count([Key(i % 3).n for i in range(5000)]))
print(sorted(count([(i % 3, i % 2) for i in range(5000)]).items()))


def got(d, keys):
    s = 0
    for k in keys:
        s += d.get(k, 1) + (d.get(k) is None)
    return s


print(got({i: i for i in range(10)}, [i % 20 for i in range(5000)]))
print(got(Default({1: 2}), [1, 2] * 2000))
try:
    got({}, [1] * 3000 + [{}])
except TypeError as error:
    print(error)


LIMIT = 3


def namespace(names, n):
    # What is stored into the module's own names is seen at once.
    s = 0
    for i in range(n):
        names["LIMIT"] = i
        s += LIMIT
        if i == 3000:
            names["late"] = 1
    return s, "late" in names


print(namespace(globals(), 5000), LIMIT)


class Point:
    def __init__(self):
        self.x = 0


def attributes(point, n):
    d = point.__dict__
    s = 0
    for i in range(n):
        d["x"] = i
        s += point.x
        point.x += 1
        s += d["x"]
    return s


print(attributes(Point(), 5000))


def grows(n):
    d = {}
    for i in range(n):
        d[i] = i
        d[i // 2] += 1
    return len(d), sum(d.values())


print(grows(5000))


def removes(n):
    d = {i: i for i in range(64)}
    s = 0
    for i in range(n):
        k = i & 63
        del d[k]
        s += k in d
        d[k] = i
        s += d[k]
    return s


print(removes(5000))
