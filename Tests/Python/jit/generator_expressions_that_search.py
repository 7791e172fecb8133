# Builtins that consume generator expressions with `in`, subscripts and comparisons of whatever: quiet at first,
# then with keys and items that run Python code, that raise, and that change their types.


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        asked.append(self.n)
        return other == self.n


asked = []


def count(value, cells):
    return sum((1 if value in cell else 0) for cell in cells)


def pick(table, keys):
    return sum(table[key] for key in keys)


def both(table, keys, wanted):
    return any(key in table and table[key] == wanted for key in keys)


def every(texts, letter):
    return all(letter in text for text in texts)


cells = [[1, 2, 3], [2, 3], (3, 4), {5, 1}, {3: 0}, "x"]
for repeat in range(4000):
    n = count(3, cells[:5]) + count(2, cells[:3])
    s = pick({"a": 1, "b": 2}, ("a", "b", "a"))
    b = both({1: "x", 2: "y"}, [0, 1, 2], "y"), both({1: 1.0}, [1], 1)
    e = every(["abc", "cab"], "a"), every([[1, 2], [2]], 1)
print(n, s, b, e)

print(count(Key(3), cells[:5]), asked)
asked.clear()
print(pick({1: 5, Key(2): 6}, [1, 2, Key(2)]), asked)
asked.clear()
print(both({1: "x", 2: Key(7)}, [0, 1, 2], 7), asked)
for call in (
    lambda: count(3, cells),
    lambda: count([], cells),
    lambda: pick({"a": 1}, ["a", "b"]),
    lambda: pick([1, 2, 3], [0, 5]),
    lambda: pick({"a": 1}, ["a", []]),
    lambda: both(5, [1], 1),
    lambda: every(["abc"], 1),
):
    for repeat in range(60):
        try:
            result = call()
        except Exception as error:
            lines = []
            trace = error.__traceback__
            while trace:
                lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
                trace = trace.tb_next
            result = type(error).__name__, str(error), lines[1:]
    print(result)
for repeat in range(200):
    last = count(Key(3), cells[:5]), pick([0.5, 1.5], [0, -1]), pick("xyz" and {0: 1 << 70}, [0, 0])
print(last, len(asked))
