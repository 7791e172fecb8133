# What is true without Python code, and with it.


class Plain:
    pass


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Asked:
    def __bool__(self):
        raise ValueError("asked")


def count(values):
    n = 0
    for v in values:
        if v:
            n += 1
        if not v:
            n += 1000
        n += bool(v) + (not v)
    return n


simple = [True, False, None, 0, 1, -1, 0.0, 2.5, -0.0, 1e300, "", "a", [], [0], (), (1,), {}, {1: 2}]
print(count(simple * 300))
print(count([set(), {1}, b"", b"a", range(0), range(2), Plain(), 2 ** 70, bytearray(), Ellipsis, int] * 300))
print(count([True] * 5000 + [Sized(0), Sized(2)] * 200))
try:
    count([None] * 5000 + [Asked()])
except ValueError as e:
    print(e, e.__traceback__.tb_next.tb_lineno)
