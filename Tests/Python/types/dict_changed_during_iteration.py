# Iterators notice keys that came and went, also where the number of keys is the same again.
from operator import length_hint


def attempt(change, iterate):
    d = {i: i for i in range(3)}
    seen = []
    try:
        for item in iterate(d):
            seen.append(item)
            change(d)
            if len(seen) > 10:
                break
        print(seen, d)
    except RuntimeError as error:
        print(seen, error)


def replace_last(d):
    key, value = d.popitem()
    d[key + 10] = value


def delete_and_add(d):
    del d[max(d)]
    d[max(d, default=0) + 10] = 0


def pop_and_add(d):
    d.pop(max(d))
    d[0.5] = 0


def add(d):
    d[len(d)] = 0


def same(d):
    d[0] = d.get(0, 0) + 1


for change in (replace_last, delete_and_add, pop_and_add, add, same, dict.clear):
    for iterate in (iter, dict.keys, dict.values, dict.items):
        attempt(change, iterate)

for delete in (lambda d: d.__delitem__(0), lambda d: d.pop(0)):
    d = {0: 0}
    try:
        for key in d:
            delete(d)
            d[0] = 0
    except RuntimeError as error:
        print(error)


class Clearing:
    def __hash__(self):
        return 0

    def __eq__(self, other):
        source.clear()
        return False


source = {i: 0 for i in range(1, 100)}
source[Clearing()] = 0
target = {Clearing(): 0, 1: 1}
try:
    target.update(source)
except RuntimeError as error:
    print(error)

for container in ({1: 1, 2: 2, 3: 3}, {1, 2, 3}):
    iterator = iter(container)
    next(iterator)
    print(length_hint(iterator))
    container.clear()
    print(length_hint(iterator))
numbers = [1, 2, 3, 4]
backwards = reversed(numbers)
next(backwards)
print(length_hint(backwards))
del numbers[1:]
print(length_hint(backwards), list(backwards))

# A stack of keys.
d = {}
for i in range(1000):
    d[i] = i
    if i % 3:
        del d[i]
print(len(d), list(d)[:4], d.popitem(), next(reversed(d)))
