"""Builds, reverses, filters and sums a linked list of objects."""


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value = value
        self.next = next


def build(n):
    head = None
    for i in range(n):
        head = Node(i * 7919 % 1000, head)
    return head


def reverse(node):
    before = None
    while node is not None:
        after = node.next
        node.next = before
        before, node = node, after
    return before


def without(node, limit):
    while node is not None and node.value < limit:
        node = node.next
    head = node
    while node is not None and node.next is not None:
        if node.next.value < limit:
            node.next = node.next.next
        else:
            node = node.next
    return head


def run():
    total = 0
    for turn in range(10):
        node = without(reverse(build(10000)), turn * 50)
        while node is not None:
            total += node.value
            node = node.next
    return total
