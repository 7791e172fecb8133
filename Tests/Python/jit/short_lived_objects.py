"""Objects, tuples, lists and bound methods made in hot loops, that escape in few iterations."""

import gc


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def length(self):
        count, node = 0, self
        while node is not None:
            count, node = count + 1, node.next
        return count


class Tree:
    __slots__ = ("left", "right", "key")

    def __init__(self, key):
        self.key, self.left, self.right = key, None, None

    def insert(self, key):
        node = self
        while True:
            if key < node.key:
                if node.left is None:
                    node.left = Tree(key)
                    return
                node = node.left
            else:
                if node.right is None:
                    node.right = Tree(key)
                    return
                node = node.right

    def total(self):
        left = self.left.total() if self.left is not None else 0
        return left + self.key + (self.right.total() if self.right is not None else 0)


def escapes(n, every):
    kept, total = [], 0
    for i in range(n):
        node = Node(i)
        node.next = Node(-i, node)
        node.next.value += 1
        if i % every == every - 1:
            kept.append(node)
            node.value = "kept"
        total += node.next.value
    return total, [(k.value, k.next.value, k.next.next is k) for k in kept]


def fields_change(n, at):
    total = 0
    for i in range(n):
        node = Node(i)
        if i == at:
            node.value = None
            node.extra = 5
        try:
            total += node.value
        except TypeError:
            total += node.extra
    return total


def tuples(n, at):
    kept, total = None, 0
    for i in range(n):
        pair = (i, (i + 1, [i]))
        a, (b, c) = pair
        total += a + b + c[0]
        if i == at:
            kept = pair
            c.append(1)
    return total, kept


def lists(n, at):
    kept, total = None, 0
    for i in range(n):
        items = [i, i + 1, i + 2]
        items[1] = items[0] - items[2]
        if i == at:
            kept = items
            items.append(kept is items)
        total += items[1] + len(items)
    return total, kept


def bound_methods(n, at):
    kept, total = [], 0
    for i in range(n):
        method = Node(i).length
        total += method()
        if i == at:
            kept.append(method)
    return total, [k() for k in kept], kept[0].__self__.value


def same_or_not(n):
    last, different = None, 0
    for i in range(n):
        node = Node(1)
        different += node is not last
        last = node
    return different


def exceptions(n):
    total = 0
    for i in range(n):
        node = Node(i)
        try:
            if i % 10 == 9:
                raise ValueError(node)
            total += 1
        except ValueError as error:
            total += error.args[0].value
    return total


def returned(n):
    def make(i):
        node = Node(i, Node(i + 1))
        return node if i % 2 else node.next

    total = 0
    for i in range(n):
        total += make(i).value
    return total


def collected(n):
    """The collector runs while values live only in the loop's variables."""
    head, items = None, []
    for i in range(n):
        head = Node(i, head)
        items = [items[-1:], head, str(i)]
        if i % 500 == 499:
            gc.collect()
            head = head.next.next
    return head.length(), items[0], items[2]


def accumulates(n):
    big, text, pieces = 1 << 70, "", []
    for i in range(n):
        big = big * 3 + i & (1 << 90) - 1
        text = (text + str(i))[-30:]
        pieces = (pieces + [big % 10])[-5:]
    return big, text, pieces


def linked(n):
    head = None
    for i in range(n):
        head = Node(i, head)
    back = None
    while head is not None:
        head.next, back, head = back, head, head.next
    return back.length(), back.value


root = Tree(500)
for i in range(2000):
    root.insert(i * 7919 % 1009)
print(root.total(), escapes(6000, 2000), fields_change(6000, 5000), tuples(6000, 5500), lists(6000, 5500))
print(bound_methods(5000, 4000), same_or_not(5000), exceptions(5000), returned(5000))
print(collected(3000), accumulates(6000), linked(3000))
