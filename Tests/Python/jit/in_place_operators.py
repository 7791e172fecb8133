"""Every in-place operator on variables, attributes, items and globals that change their kind."""


class Own:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f"Own({self.value!r})"

    def __iadd__(self, other):
        self.value += other
        return self

    def __itruediv__(self, other):
        return Own(self.value / other)

    def __ipow__(self, other):
        return Own(self.value ** other % 1000)

    def __ilshift__(self, other):
        self.value = self.value << other & 0xFFFF
        return self

    def __imatmul__(self, other):
        return NotImplemented

    def __matmul__(self, other):
        return Own((self.value, other))

    def __rmatmul__(self, other):
        return 5


def bounded(x):
    return x if isinstance(x, (int, float)) and -(1 << 70) < x < 1 << 70 else 3


def true_divide(n, odd, at):
    x = y = 7.0
    for i in range(n):
        x /= 3
        x /= i + 1
        y /= -0.5 if i % 2 else 2
        if i == at:
            x = odd
        x = bounded(x) + 5
    return x, y


def power(n, odd, at):
    x, total = 2, 0
    for i in range(n):
        x **= 2
        y = i & 7
        y **= i & 3
        total += y
        if i == at:
            x = odd
        elif not 1 < x < 1000:
            x = i % 5 + 1
    return bounded(x), total


def shifts(n, odd, at):
    x, y, total = 1, 1 << 90, 0
    for i in range(n):
        try:
            x <<= 3
            x <<= i & 7
            y >>= 1
            y >>= i & 3
        except TypeError as error:
            print(error)
            x = 1
        total ^= x ^ y
        if i == at:
            x = odd
        elif x > 1 << 64:
            x, y = i, i << 80
    return x, y, total


def bits(n, odd, at):
    x, y, z = 0, -1, 0
    for i in range(n):
        try:
            x |= i
            x |= 64
            y &= ~i
            y &= 0xFFFFFFFF
            z ^= i
            z ^= 5
        except TypeError as error:
            print(error)
            x = y = 1
        if i == at:
            x = y = odd
        if i % 1000 == 999:
            x, y = 0, -1
    return x, y, z


def division(n, odd, at):
    x, y, z = 1 << 62, 1 << 62, 0
    for i in range(n):
        try:
            x //= 3
            x //= -(i & 3) or 2
            y %= 1000
            y %= i or 1
        except (TypeError, ZeroDivisionError) as error:
            print(error)
            x = y = 1
        z += x - y
        z %= 1000003
        if i == at:
            x = y = odd
        elif x in (0, -1):
            x, y = (1 << 62) + i, -(1 << 63) - i
    return x, y, z


def places(n, at, odd):
    class Box:
        value = 1
    box, items, table = Box(), [0, 0.0, 1], {"k": 0}
    for i in range(n):
        box.value += i
        items[0] -= 1
        items[-1] *= -1
        items[i & 1] += 0.5
        table["k"] += 2
        table["k"] -= int(box.value) & 1
        if i == at:
            box.value, items[0], table["k"] = odd, odd, odd
        if i == at + 1:
            box.value, items[0], table["k"] = 1, 2, 3
    return box.value, items, table


def sequences(n):
    items, text, pair, data = [], "", (), b""
    alias = items
    for i in range(n):
        items += (i,)
        items *= 1 if i % 50 else 0
        text += "ab"
        text *= 1 if i % 50 else 0
        pair += (i,)
        pair *= i % 30 > 0
        data += b"x"
        data *= 1 if i % 40 else 0
    return alias is items, len(items), len(text), len(pair), len(data)


def own(n):
    x, y, z, w, m = Own(1), Own(1.0), Own(3), Own(1), Own(0)
    first = x
    for i in range(n):
        x += i
        y /= 1.5
        z **= 3
        w <<= 1 if i % 20 else 0
        if i % 3000 == 2999:
            m @= i
            k = i
            k @= m
            w.value = 1
        if i % 100 == 50:
            y = Own(i)
    return x is first, x, y, z, w, m, k


def global_counter(n):
    global counter
    for i in range(n):
        counter += 1
        counter *= 1
        if i == n // 2:
            counter = 0.5
        elif i == n // 2 + 9:
            del counter
            try:
                counter += 1
            except NameError as error:
                print(error)
            counter = (1 << 62) - 100
    return counter


counter = 0
for odd in (0.5, True, 1 << 62, 1 << 70, -0.0, 3):
    print(repr(odd), true_divide(9000, odd, 5000), power(9000, odd, 5000), places(9000, 5000, odd))
for odd in (0.5, True, 1 << 62, None, -(1 << 62), "s"):
    print(repr(odd), shifts(6000, odd, 5000), bits(6000, odd, 5000))
for odd in (0.5, True, 1 << 62, None, -(1 << 90), 2j):
    print(repr(odd), division(6000, odd, 5000))
print(sequences(5000), own(9000), global_counter(9000))
try:
    places(3000, 2000, "text")
except TypeError as error:
    print(error)
