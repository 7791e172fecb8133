"""gc.collect() tells how many objects lay in unreachable cycles or hung on them, not what else has died."""

import gc
import os


class Node:
    def __init__(self):
        self.next = self


def ring(count):
    first = node = Node()
    for _ in range(count - 1):
        node.next = Node()
        node = node.next
    node.next = first
    return first


def drop_rings(rings, size):
    for _ in range(rings):
        ring(size)


def drop_trees(count):
    for i in range(count):
        [[i, str(i)], {"a": [i]}, (i, [i]), {i, "x"}]


def drop_rings_with_tails(count):
    for _ in range(count):
        node = ring(2)
        node.tail = [[1], [2]]


def self_containing(count):
    for _ in range(count):
        items = []
        items.append(items)
        table = {}
        table["own"] = (table, [1])


def counted(least, most):
    # A stale word on the stack may keep a ring, and collections in between may find some.
    count = gc.collect()
    return count <= most and (count >= least or "stress" in os.environ.get("TAIPAN_GC", ""))


gc.disable()
gc.collect()
drop_trees(2000)
print(counted(0, 100))
drop_rings(100, 20)
print(counted(1900, 2050))
drop_rings_with_tails(500)
print(counted(2400, 2550))
self_containing(500)
print(counted(1950, 2050))
print(counted(0, 50))
