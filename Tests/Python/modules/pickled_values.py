# What pickle writes, byte for byte, and reads again: every protocol, every kind of object.
import collections
import io
import pickle


class Plain:
    def __init__(self, x):
        self.x = x
        self.me = [self]


class Slots:
    __slots__ = ("a", "b")


class Argued:
    def __new__(cls, a, *, k=1):
        made = object.__new__(cls)
        made.given = (a, k)
        return made

    def __getnewargs_ex__(self):
        return self.given[:1], {"k": self.given[1]}


class Stateful:
    def __getstate__(self):
        return {"q": 1}

    def __setstate__(self, state):
        self.__dict__.update(state, set=True)


def set_state(made, state):
    made.__dict__.update(state, setter=True)


class Reduced:
    def __reduce__(self):
        return Reduced, (), {"a": 1}, iter([]), iter([]), set_state


class Items(list):
    pass


def cycles():
    ring = []
    ring.append(ring)
    table = {}
    table["a"] = table
    pair = ([],)
    pair[0].append(pair)
    return [ring, table, pair]


slots = Slots()
slots.a, slots.b = 1, "z"
items = Items([1, 2])
items.z = 3
values = [
    None, True, False, 0, 1, 255, 256, 65535, 65536, -1, -128, -129, 2**31 - 1, -(2**31), 2**31, 2**63, -(2**63),
    2**64, 10**50, -(10**50), 2**2039, -(2**2039), 1.5, -0.0, 1e300, float("inf"), "", "a", "é", "€", "\U0001f600",
    "\ud800", "x" * 300, "a\\b\n\r\x00\x1a", "x" * 70000, b"", b"a", b"\xff" * 300, b"z" * 70000, bytearray(b"q"),
    (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], list(range(1000)), list(range(1001)), {}, {1: 2},
    {1: 2, 3: 4}, {i: i for i in range(1000)}, {i: i for i in range(1001)}, set(), {1}, frozenset(), frozenset([1]),
    set(range(1000)), set(range(1001)), *cycles(), int, len, collections.OrderedDict, type(None), ..., NotImplemented,
    items, Plain(5), slots, Argued(1, k=2), Stateful(), Reduced(), collections.OrderedDict(a=1, b=2),
    collections.deque([1, 2, 3], 5), range(1, 10, 2), complex(1, 2), ValueError("x", 1), [].append, [b"q" * 66000] * 2,
    list(range(30000)),
]
for number, value in enumerate(values):
    for protocol in range(2 if value is slots else 0, 6):
        data = pickle.dumps(value, protocol)
        print(number, protocol, len(data), data[:80])
        chunks = []
        file = type("File", (), {"write": lambda self, data: chunks.append(bytes(data))})()
        pickle.Pickler(file, protocol).dump(value)
        assert b"".join(chunks) == data, (number, protocol)
        again = pickle.loads(data)
        assert type(again) is type(value) and pickle.dumps(again, protocol) == data, (number, protocol)
        assert type(pickle.load(io.BytesIO(data))) is type(value)

made = pickle.loads(pickle.dumps([Plain(1), slots, Stateful(), Reduced(), items]))
print(made[0].x, made[0].me[0] is made[0], made[1].a, made[1].b, vars(made[2]), vars(made[3]), made[4], vars(made[4]))
