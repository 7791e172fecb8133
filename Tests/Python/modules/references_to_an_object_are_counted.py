# sys.getrefcount: what refers to an object, and one for the argument.
import sys


class Node:
    def __init__(self, *others):
        self.others = others


def local():
    node = Node()
    alone = sys.getrefcount(node)
    again = node
    twice = sys.getrefcount(node)
    holder = [node, node, {"key": node}, (node,)]
    return alone, twice, sys.getrefcount(node), len(holder), again is node


def captured():
    node = Node()

    def inner():
        return node

    return sys.getrefcount(node), inner is not None


shared = Node()
print(local(), captured(), sys.getrefcount(shared))
other = Node(shared, shared)
print(sys.getrefcount(shared))
del other
print(sys.getrefcount(shared))
other = shared
print(sys.getrefcount(shared))
print(sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(5))
try:
    sys.getrefcount()
except TypeError as error:
    print(error)
