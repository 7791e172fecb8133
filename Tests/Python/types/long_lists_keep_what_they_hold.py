# Lists so long that the collector does not mark their items all at once, nested in each other and in cycles.
import gc
import weakref


class Node:
    def __init__(self, value):
        self.value = value
        self.children = []


def nested(depth, length):
    if depth == 0:
        return [Node(index) for index in range(length)]
    return [nested(depth - 1, length if index % 700 == 0 else 2) for index in range(length)]


def total(items):
    return sum(total(item) if isinstance(item, list) else item.value for item in items)


tree = nested(2, 1500)
print(total(tree))
gc.collect()
print(total(tree))

# An old list that is written to behind the part that is marked first.
long = [None] * 5000
gc.collect()
for index in range(0, 5000, 7):
    long[index] = Node(index)
gc.collect(0)
garbage = [[index] for index in range(20000)]
gc.collect(0)
print(sum(node.value for node in long if node))

# Cycles through long lists die whole, and what is left is found alive.
first, second = Node(1), Node(2)
first.children.extend([second] * 3000 + [Node(3)])
second.children.extend([first] * 3000 + [Node(4)])
watched = [weakref.ref(first), weakref.ref(second), weakref.ref(first.children[-1])]
kept = second.children[-1]
gc.collect()
print([reference() is not None for reference in watched])
del first, second
gc.collect()
print(kept.value)
del tree, long, garbage
gc.collect()
print(len(gc.garbage))
