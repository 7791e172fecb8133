"""Weak references compare by what they refer to, and ask its __eq__."""

import gc
import weakref


class Plain:
    pass


class Counted:
    asked = 0

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        Counted.asked += 1
        return self.value == other.value

    def __hash__(self):
        return hash(self.value)


objects = [Plain() for _ in range(500)]
first = [weakref.ref(o) for o in objects]
print(all(weakref.ref(o) == r for o, r in zip(objects, first)))
table = weakref.WeakKeyDictionary((o, i) for i, o in enumerate(objects))
print(sum(table[o] for o in objects), len(table))
print(len({(weakref.ref(o), 1) for o in objects} | {(r, 1) for r in first}))

a, b = Counted(1), Counted(1)
print(weakref.ref(a) == weakref.ref(b), Counted.asked)
kept = {weakref.ref(a): "a"}
print(kept[weakref.ref(b)], Counted.asked)
kept = {weakref.ref(a, print): "a"}
print(kept[weakref.ref(a)], Counted.asked > 1)
held = weakref.ref(objects[3])
other = weakref.ref(Plain())
del objects, table, first, kept
gc.collect()
print(other() is None, weakref.ref(a) == other, other == other)
for _ in range(2000):
    assert weakref.ref(a) is weakref.ref(a)
