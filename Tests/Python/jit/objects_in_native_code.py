# What code of objects is made of beside attributes and methods: storage beyond the object, subclasses of
# list, identity as equality, names that are stored, `not` of what methods return, finalizers.
import gc


class Wide:
    def __init__(self):
        for k in range(30):
            setattr(self, f"a{k}", k)


def wide(n, o, more):
    t = 0
    for i in range(n):
        o.a28 = i
        t += o.a28 + o.a29 + o.a0
        o.a29 = t & 7
        if i == n // 2 and more:
            o.extra = 1
            for k in range(40):
                setattr(o, f"b{k}", k)
    return t


print(wide(10, Wide(), 0), wide(3000, Wide(), 0), wide(3000, Wide(), 1))
w = Wide()
del w.a28
try:
    wide(3000, w, 0)
except AttributeError as e:
    print(e)


class Bag(list):
    pass


class Counted(list):
    def __len__(self):
        return 7


class Reversed(list):
    def __iter__(self):
        return reversed(self[:])


def bags(n, values):
    t = 0
    for i in range(n):
        b = values[i % len(values)]
        for x in b:
            t = t * 3 + x & 0xFFFF
        t += len(b)
        if b:
            t += 1
    return t


for values in ([Bag([1, 2, 3])], [Bag([1]), Bag()], [Counted([1, 2])], [Bag([4]), Reversed([1, 2, 3])],
               [Bag([5, 6]), (1, 2), Counted(), [3]]):
    print(bags(10, values), bags(2500, values))
grown = Bag([1, 2, 3])


def growing(n):
    t = 0
    for i in range(n):
        b = Bag([1, 2])
        for x in b:
            t += x
            if len(b) < 5:
                b.append(x + 1)
    return t


print(growing(2000))
Bag.__iter__ = lambda self: iter((10, 20))
print(bags(2500, [Bag([1, 2, 3])]))
del Bag.__iter__
Bag.__len__ = lambda self: 100
print(bags(2500, [Bag([1, 2, 3])]))


class Plain:
    pass


class Other:
    pass


class Equal:
    def __eq__(self, other):
        return True


def same(n, values, x):
    c = 0
    for i in range(n):
        v = values[i % len(values)]
        if v == x:
            c += 1
        if v != x:
            c += 100
        c += (v == x) * 10000
    return c


p, q = Plain(), Other()
for values, x in (([p, q], p), ([p, q, None], p), ([p, Equal()], q), ([p, 3, "s"], p), ([None, q], None)):
    print(same(2400, values, x))
Plain.__eq__ = lambda self, other: True
print(same(2400, [p, q], q), same(2400, [q], p))
Other.__ne__ = lambda self, other: False
print(same(2400, [q], Equal()), same(2400, [q], Other()))

counter = 0
last = None


def count(n):
    global counter, last
    for i in range(n):
        counter += 1
        last = (i, counter)
    return counter


print(count(10), count(3000), last)
globals()["counter"] = 0.5
print(count(3000), last)
del counter
try:
    count(10)
except NameError as e:
    print(e)
counter = 10
for k in range(200):
    globals()[f"name{k}"] = k
print(count(3000), last, name199)


class State:
    def __init__(self):
        self.a = False
        self.n = 0
        self.items = []

    def is_idle(self):
        return self.a and not self.n

    def is_empty(self):
        return not self.items


def negations(n):
    s = State()
    t = 0
    for i in range(n):
        s.a = i % 2 == 0
        s.n = i % 3
        if i % 5 == 0:
            s.items.append(i)
        elif i % 7 == 0:
            s.items.clear()
        x = not s.is_idle()
        y = not s.n
        z = not s.is_empty() and not (s.items or s.a)
        t += x + 2 * y + 4 * z
        if not s.is_empty():
            t += 8
    return t


print(negations(10), negations(3000))


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def lists(n):
    total = 0
    for i in range(n):
        head = None
        for k in range(20):
            head = Node(k * 0.5, head)
        while head is not None:
            total += head.value
            head = head.next
    return total


print(lists(2000))
dead = 0


class Dying:
    def __init__(self, v):
        self.v = v


def dying(n):
    t = 0
    for i in range(n):
        t += Dying(i).v
    return t


print(dying(3000))


def note(self):
    global dead
    dead += 1


Dying.__del__ = note
print(dying(3000))
gc.collect()
print(dead > 2900)
