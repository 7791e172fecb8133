# The order of a set's keys after some were removed and others added: places of removed keys are used again.

import random

s = {1}
s.add(9)
s.discard(1)
s.add(17)
print(list(s))
s = {1, 9, 17}
s.discard(1)
s.discard(9)
s.add(25)
s.add(33)
print(list(s))
s = set(range(40))
for k in range(30):
    s.discard(k)
for k in (256, 128, 512, 640):
    s.add(k)
print(list(s))
s = set()
for k in range(2000):
    s.add(k * 8)
    s.discard(k * 8)
    s.add(5)
print(list(s))

# Keys that come and go while the set is gone through.
for removed, added in (4, 12), (1, 9), (2, 20), (3, 11):
    s, seen = {1, 2, 3, 4}, []
    for x in s:
        seen.append(x)
        if x == removed:
            s.discard(removed)
            s.add(added)
    print(seen, list(s))


def operations(x, y):
    yield x - y
    yield x & y
    yield x | y
    yield x ^ y
    yield x.intersection(y)
    yield x.intersection(list(y))
    yield x.intersection(y, x)
    yield x.intersection()
    yield x.union(y)
    yield x.difference(y)
    yield x.difference(list(y))
    yield x.difference(dict.fromkeys(y))
    yield x.difference(y, [3])
    yield x.symmetric_difference(y)
    yield x.symmetric_difference(list(y))
    yield frozenset(x) - y
    yield x.copy()
    for name in ("difference_update", "intersection_update", "update",
                 "symmetric_difference_update"):
        z = x.copy()
        getattr(z, name)(y)
        yield z
        z = x.copy()
        getattr(z, name)(list(y))
        yield z


def numbers():
    chosen = set(random.choices(range(400), k=random.randrange(60)))
    for n in random.choices(range(400), k=random.randrange(20)):
        chosen.discard(n)
    for n in random.choices(range(400), k=random.randrange(10)):
        chosen.add(n)
    return chosen


random.seed(7)
orders = []
for turn in range(1500):
    x, y = numbers(), numbers()
    for number, result in enumerate(operations(x, y)):
        if len(orders) <= number:
            orders.append(0)
        orders[number] = hash((orders[number], tuple(result)))
print(*orders, sep="\n")
