"""Dicts, lists and sets in hot loops: found, missing, unhashable, of classes that have their own say."""

import traceback


def show(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except Exception as error:
        lines = [frame.lineno - function.__code__.co_firstlineno
                 for frame in traceback.extract_tb(error.__traceback__)[1:]]
        print(function.__name__, type(error).__name__, error, lines)


class Key:
    """Equal to its number, and to nothing of the same hash."""

    calls = 0

    def __init__(self, number):
        self.number = number

    def __repr__(self):
        return f"Key({self.number})"

    def __hash__(self):
        Key.calls += 1
        return hash(self.number)

    def __eq__(self, other):
        Key.calls += 1
        if self.number == 666:
            raise ArithmeticError("not comparable")
        return isinstance(other, Key) and self.number == other.number or self.number == other


class Counting(dict):
    def __missing__(self, key):
        return -1

    def get(self, key, default=None):
        return ("got", key)


class Other(list):
    def __getitem__(self, index):
        return "item"

    def __len__(self):
        return 1000

    def __contains__(self, value):
        return value == 3

    def pop(self, *index):
        return "popped"


def get_items(d, keys):
    found = 0
    for key in keys:
        found += d[key]
    return found


def get_or_default(d, keys):
    result = []
    for key in keys:
        result.append(d.get(key))
        result.append(d.get(key, 7))
    return result[-6:], len(result)


def count(keys):
    d = {}
    for key in keys:
        if key in d:
            d[key] += 1
        else:
            d[key] = 1
        if key not in d:
            print("lost", key)
    return list(d.items())[:5], len(d)


def default_and_pop(d, keys):
    total = []
    for key in keys:
        total.append(d.setdefault(key, []))
        d.pop(key, None)
        d.setdefault(key)
        d.pop(key)
    return len(total), d


def delete(d, keys):
    for key in keys:
        del d[key]
    return d


def pops(items, n):
    taken = []
    for i in range(n):
        taken.append(items.pop())
        taken.append(items.pop(0))
        taken.append(items.pop(-1))
    return taken[:6], items


def inserts(n):
    items = []
    for i in range(n):
        items.insert(i // 2, i)
        items.insert(-3, -i)
        items.insert(10**9, 0)
        items.remove(0)
        items.reverse()
    items.extend((1, 2))
    items.extend(items)
    return items[:4], len(items), items.index(1)


def remove_from(items, values):
    for value in values:
        items.remove(value)
    return items


def index_of(items, values):
    found = []
    for value in values:
        found.append(items.index(value))
    return found[-3:]


def membership(container, values):
    yes = 0
    for value in values:
        if value in container:
            yes += 1
        if value not in container:
            yes -= 1
        yes += value in container
    return yes


def sets(values):
    s = set()
    for value in values:
        s.add(value)
        s.discard(value)
        s.add(value)
        s.discard("nothing")
        s.remove(value)
        s.add(value)
    return len(s), sorted(map(str, s))[:3]


def remove_twice(values):
    s = set(values)
    for value in values:
        s.remove(value)
    for value in values:
        s.remove(value)


def truths(values):
    n = 0
    for value in values:
        if value:
            n += 1
        if not value:
            n -= 1
        n += (not value) + bool(value)
    return n


def views(d, n):
    total = 0
    for _ in range(n):
        for key in d.keys():
            total += key
        for value in d.values():
            total += value
        for key, value in d.items():
            total += key * value
    return total


def change_while_iterating(d, n, what):
    for i in range(n):
        for key, value in d.items():
            if i == n - 1:
                what(d)
    return d


def grow(d):
    d[len(d) + 1000] = 1


def exchange(d):
    d.pop(next(iter(d)))
    grow(d)


def main():
    numbers = list(range(300))
    square = {n: n * n for n in numbers}
    show(get_items, square, numbers * 10)
    show(get_items, square, numbers * 10 + [-1])
    show(get_items, {str(n): n for n in numbers}, [str(n) for n in numbers] * 10)
    show(get_items, {(n, str(n)): n for n in numbers}, [(n, str(n)) for n in numbers] * 5)
    show(get_items, square, numbers * 10 + [[]])
    show(get_items, square, [float(n) for n in numbers] * 5 + [True, Key(5)])
    show(get_items, {Key(n): n for n in numbers}, numbers + [Key(3)])
    show(get_items, {Key(666): 1}, [Key(666)])
    show(get_items, Counting(square), numbers + [-5])
    show(get_items, Other(numbers), numbers)
    show(get_items, numbers, numbers * 5 + [-1, -300, -301])
    show(get_items, tuple(numbers), numbers * 5 + [300])
    show(get_items, bytes(200), list(range(200)) + [-200, 200])
    show(get_or_default, square, numbers * 5 + [None, "a", 1.5])
    show(get_or_default, square, numbers + [{}])
    show(get_or_default, Counting(square), numbers)
    show(count, [n % 17 for n in numbers * 5])
    show(count, [str(n % 17) for n in numbers * 5])
    show(count, [(n % 5, n % 3) for n in numbers * 5])
    show(count, [Key(n % 17) for n in numbers])
    show(count, numbers + [{}])
    show(default_and_pop, {}, numbers)
    show(default_and_pop, {}, [str(n) for n in numbers] + [[]])
    show(delete, dict(square), numbers)
    show(delete, dict(square), numbers * 2)
    show(delete, list(numbers), [0] * 290 + [-1] * 9 + [0, 0])
    show(pops, list(numbers), 90)
    show(pops, list(numbers), 101)
    show(pops, Other(numbers), 20)
    show(inserts, 200)
    show(remove_from, list(numbers), numbers[::-1])
    show(remove_from, list(numbers), numbers * 2)
    show(remove_from, [Key(n) for n in range(20)], numbers[:20])
    show(index_of, numbers, numbers)
    show(index_of, numbers, [float(n) for n in numbers] + ["x"])
    values = numbers + ["7", 7.0, None, True, 2**70, Key(9), (1, 2)]
    for container in (square, set(numbers), frozenset(numbers), numbers, tuple(numbers),
                      range(100), Other(numbers), Counting(square)):
        show(membership, container, values)
    show(membership, "abcdef", ["a", "cd", "", "x", "fe"] * 30)
    show(membership, "abcdef", ["a"] * 40 + [1])
    show(membership, 5, [1])
    show(membership, set(numbers), numbers + [[]])
    nan = float("nan")
    show(membership, [nan, 1.5], [nan, 1.5, float("nan")] * 20)
    show(sets, [n % 7 for n in numbers])
    show(sets, [str(n % 7) for n in numbers] + [(1, 2)] * 3)
    show(sets, numbers + [[]])
    show(remove_twice, numbers)
    show(truths, numbers + [[], [1], {}, {1: 2}, "", "a", (), (1,), set(), {1}, b"", b"a", 0.0,
                            -0.0, 1.5, None, 2**70, Key(1), Other(), range(0), 0j] * 5)
    show(views, {n: n for n in range(20)}, 20)
    show(change_while_iterating, dict.fromkeys(range(9), 0), 30, grow)
    show(change_while_iterating, dict.fromkeys(range(9), 0), 30, exchange)
    print(Key.calls)


main()
