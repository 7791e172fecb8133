"""Natives that walk containers directly must notice changes by code that runs meanwhile."""


class Changing:
    def __init__(self, action, answer):
        self.action, self.answer = action, answer

    def __eq__(self, other):
        self.action()
        return self.answer

    def __hash__(self):
        return 1


items = [1, 2, 3]
print([Changing(items.clear, True), 2, 3] == items, items)
items = [0, 2, 3]
print(items == [Changing(items.clear, True), 5, 6], items)
print([1, 2] < [1, 3], [1.0, 2] == [1, 2.0], (1, 2, 3) > (1, 2), [float("nan")] == [float("nan")])
print([True] == [1], [[1], (2,)] == [[1], (2,)], [] == (), [1] != [2])

grown = []
grown.extend(grown)
for i in range(5):
    grown.append(i)
    grown.extend(grown)
    grown += grown[:1]
print(len(grown), sum(grown))
numbers = [5, 3, 9]
numbers.sort(key=lambda x: -x)
print(numbers, sorted("banana"), sorted({3: 1, 1: 2}), sorted([2.5, -1.0, 2.0]), sorted([1, 2.0, True]))
try:
    numbers.sort(key=lambda x: numbers.append(1) or x)
except ValueError as error:
    print(error, numbers)


class Odd:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if self.n == 13:
            raise KeyError("unlucky")
        return self.n < other.n


many = [Odd((i * 37) % 101) for i in range(200)]
try:
    many.sort()
except KeyError as error:
    print(repr(error), len(many), len({id(x) for x in many}))
stable = [(i % 3, i) for i in range(100)]
print(sorted(stable, key=lambda p: p[0])[:40:5], sorted(stable, key=lambda p: p[0], reverse=True)[:40:5])
words = ["a\x00", "a", "", "abcdefgh", "abcdefghi", "abcdefg", "é", "日", "abcdefgh\x00", "b"] * 9
print(sorted(words)[::9], sorted(words, reverse=True)[::9])

d = {i: i for i in range(10)}
print(list(d), list(d.keys()), list(d.values()), list(d.items())[:2], list("aé日"), list(b"ab"), list({}))
del d[3]
print(list(d), sum(d.values()), sum(d), sum([1, 2**62, 2**62]), sum([1, 2.5]), sum((1, True)), sum([], 5))
for changing in (d, d.keys(), d.values(), d.items()):
    try:
        for _ in changing:
            d[len(d) + 100] = 1
    except RuntimeError as error:
        print(error)
s = set(range(100))
print(len(s | set(range(50, 150))), sorted(s & {1, 200}), len(s ^ {1, 500}), s - set(range(1, 100)), s >= {1})
collide = {Changing(lambda: None, False), Changing(lambda: None, False)}
print(len(collide), len(collide | {Changing(lambda: None, True)}), 1 in {1.0}, 1.0 in {1: 2}, {-1: 0, -2: 1})
print(dict([(1, 2), [3, 4], "ab"]), dict(zip("ab", (1, 2)), c=3), dict(a=1, **{"b": 2}), dict.fromkeys("aba", 0))
for bad in ([1], [(1, 2, 3)], 5, ["abc"]):
    try:
        dict(bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for bad in (list, tuple, set, frozenset, dict):
    try:
        bad(5)
    except TypeError as error:
        print(error)
print(list(zip("abc", [1, 2])), list(zip()), list(zip("a")), list(zip("ab", "cd", "ef")))
for pair in ((("abc", "ab")), (("ab", "abc"))):
    try:
        list(zip(*pair, strict=True))
    except ValueError as error:
        print(error)
append = [].append
extend = numbers.extend
extend("xy")
print(append(1), numbers, (5).__add__(6), "a,b".split(sep=","), "a,b".split(",", maxsplit=0), int("12", base=3))
print(repr([1, "a'b", None, {"k": ("x",)}, {1}, "é\n"]), repr({}), repr([[]]), repr((1,)))
loop = [1]
loop.append(loop)
print(loop, {"self": loop})


class Meta(type):
    def __call__(cls, *args):
        return args


class Weird(metaclass=Meta):
    pass


class Posing:
    @property
    def __class__(self):
        return int


print(Weird(1, 2), isinstance(Posing(), int), isinstance(Posing(), str), isinstance(True, int), isinstance(1, (str, (int,))))
for _ in range(30):
    assert isinstance(Posing(), int) and not isinstance(Posing(), (str, list))


def growing_while_compared():
    """A set that grows while its keys are compared."""
    class Key:
        def __init__(self, n):
            self.n = n

        def __hash__(self):
            return 7

        def __eq__(self, other):
            if len(target) < 60 and self.n % 3 == 0:
                target.update(range(len(target) * 10, len(target) * 10 + 25))
            return self.n == other.n if isinstance(other, Key) else False

    target = set()
    for i in range(30):
        target.add(Key(i % 20))
    return len(target), sum(1 for k in target if isinstance(k, Key))


print(growing_while_compared())
