# What has been read or asked before in compiled code is read again where it may have changed.


class Node:
    def __init__(self, value):
        self.value = value
        self.next = None

    def bump(self):
        self.value += 1
        return self

    def noisy(self, f):
        return f(self)


class Longer(Node):
    def __init__(self, value):
        self.extra = 1
        super().__init__(value)


class Other:
    def __init__(self, value):
        self.value = value


def twice(node, n):
    s = 0
    for i in range(n):
        s += node.value
        node.bump()
        s += node.value
        node.value = i
        s -= node.value
    return s


def two(a, b, n):
    # Both may be the same object.
    s = 0
    for i in range(n):
        x = a.value
        b.value = x + i
        s += a.value + b.value
    return s


def several(nodes):
    s = 0
    for node in nodes:
        if node.value:
            s += node.value * node.value
            node.value = 0
            s += node.value
        node.bump()
        s += node.value
    return s


def changed_by_call(node, f, n):
    s = 0
    for i in range(n):
        first = node.value
        node.noisy(f)
        s += node.value - first
    return s


def add_attribute(node):
    if node.value == 2000:
        node.__dict__["value"] = 5
    elif node.value == 5:
        node.fresh = 1
    else:
        node.value += 1


def same_object(node, n):
    same = 0
    for i in range(n):
        node.value = i * 0.0
        first = node.value
        same += first is node.value
        node.value = 10**30
        same += node.value is node.value
    return same


def removed(node, n):
    failed = 0
    for i in range(n):
        node.value = i
        if i % 1000 == 999:
            del node.value
        try:
            failed += node.value * 0
        except AttributeError:
            failed += 1
    return failed


def class_changes(node, n):
    kinds = []
    for i in range(n):
        before = node.kind()
        if i in (3000, 4000):
            node.__class__ = B if type(node) is A else A
        if node.kind() != before:
            kinds.append((i, before, node.kind()))
    return kinds


class A:
    def kind(self):
        return "a"


class B:
    def kind(self):
        return "b"


def items(rows, n):
    s = 0
    for i in range(n):
        row = rows[i % len(rows)]
        s += row[0] + row[1]
        row[0] = i
        row.append(1)
        s += row[0] + row[-1] + len(row)
        row.pop()
        s += row[0] + len(row)
    return s


COUNT = 0


def globals_again(n):
    global COUNT
    s = 0
    for i in range(n):
        COUNT += 1
        s += COUNT
        if COUNT % 1000 == 0:
            set_count(COUNT + 5)
            s += COUNT
    return s


def set_count(value):
    global COUNT
    COUNT = value


print(twice(Node(1), 5000), twice(Other(1), 0))
shared = Node(1)
print(two(shared, shared, 60) == two(Node(1), Node(1), 60), two(Node(1), Other(2), 3000))
print(several([Node(3), Longer(4), Node(0), Longer(0)] * 1500))
print(changed_by_call(Node(1), lambda node: node.bump(), 5000))
late = Node(1)
print(changed_by_call(late, add_attribute, 5000), late.__dict__)
print(same_object(Node(1), 5000), removed(Node(1), 5000))
print(class_changes(A(), 5000))
print(items([[1, 2], [3, 4, 5]], 5000))
print(globals_again(5000))
