"""Variables that hold an int for long, then something else for one iteration or for good."""


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return self.value + other

    def __radd__(self, other):
        return other + self.value

    def __repr__(self):
        return f"Number({self.value})"


def accumulate(n, at, odd):
    total = 0
    for i in range(n):
        x = odd if i == at else i
        try:
            total = total + x
        except TypeError as error:
            print(i, error)
    return total


def from_then_on(n, at, odd):
    x, seen = 1, []
    for i in range(n):
        if i == at:
            x = odd
        y = x * 2
        if not seen or type(seen[-1]) is not type(y):
            seen.append(y)
    return seen


def alternate(n):
    total, kinds = 0, [1, 2.5, True, 1 << 70, -0.0]
    for i in range(n):
        total += kinds[i * 5 // n] if i % 3 else kinds[i % 5]
    return total


def compare(n, at, odd):
    count = 0
    for i in range(n):
        x = i if i != at else odd
        try:
            if x < 1000:
                count += 1
            elif x == odd:
                count += 7
        except TypeError as error:
            print(i, error)
    return count


def truth(values, n):
    count = 0
    for i in range(n):
        x = values[i % len(values)] if i > n // 2 else i
        if x:
            count += 1
        if not x:
            count += 3
        count += (x and 5 or 7) if i % 50 == 0 else 0
    return count


def sign(x):
    return 1 if x > 0 else -1 if x < 0 else x


for odd in (0.5, True, None, "s", 1 << 62, 1 << 90, float("nan"), Number(7), [1], 2 + 3j):
    print(repr(odd), accumulate(20_000, 15_000, odd))
    print(repr(odd), compare(3000, 2500, odd))
for odd in (0.5, True, "ab", (1, 2), 1 << 61, 1 << 62, 1 << 63, -0.0, [0], b"x"):
    print(repr(odd), from_then_on(4000, 2000, odd))
print(alternate(20_000))
print(truth([0, "", None, 0.0, -0.0, [], (), {}, "a", 1 << 70, float("nan"), Number(1)], 12_000))
for _ in range(300):
    for value in (1, -1, 0):
        sign(value)
print([sign(v) for v in (2, -2, 0, 0.5, -0.5, -0.0, float("nan"), 1 << 80, -(1 << 80), True, False)])
