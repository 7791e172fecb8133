"""A collection while `__init__` makes what an attribute will refer to must see the unfinished object."""


class Node:
    def __init__(self, value):
        self.value = value
        self.children = []


class Pair:
    def __init__(self, value):
        self.first = [value]
        self.second = (value, value + 1)
        self.third = value * 1.5e300


def nodes(count):
    return [Node(index) for index in range(count)]


def pairs(count):
    made = []
    for index in range(count):
        made.append(Pair(index))
    return made


def check(rounds):
    kept = []
    for turn in range(rounds):
        kept.append(nodes(2 + turn % 3))
        kept.append(pairs(1 + turn % 2))
    return kept


for size in (1000, 7000, 31000):
    total = 0
    for group in check(size):
        for index, item in enumerate(group):
            if isinstance(item, Node):
                total += item.value == index and item.children == []
            else:
                total += item.first == [index] and item.second == (index, index + 1)
    print(size, total)
