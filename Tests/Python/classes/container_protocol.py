"""User classes as containers, iterators and context managers."""


class Seq:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, v):
        self.items[i] = v

    def __delitem__(self, i):
        del self.items[i]


s = Seq(3, 1, 2)
print(list(s), 1 in s, 9 in s, sorted(s), list(reversed(s)), len(s), bool(Seq()), s[1:], max(s))
s[0] = 10
del s[1]
print(s.items, *s)
a, b = s
print(a, b)


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Counter(3)), sum(Counter(5)), tuple(Counter(0)), dict(zip("ab", Counter(9))))


class D(dict):
    def __missing__(self, key):
        return f"missing {key}"


print(D(a=1)["a"], D()["zz"])
for bad in (lambda: iter(3), lambda: list(5), lambda: len(Counter(1)), lambda: next([]), lambda: 3 in 4,
            lambda: Counter(1)[0], lambda: s["x"]):
    try:
        bad()
    except TypeError as error:
        print(error)


class BadIter:
    def __iter__(self):
        return 5


try:
    list(BadIter())
except TypeError as error:
    print(error)


class BadLen:
    def __len__(self):
        return -1


try:
    len(BadLen())
except ValueError as error:
    print(error)
print(list(iter(lambda it=iter([1, 2, 3, 0, 5]): next(it), 0)))
