"""Side effects happen once and in order, whatever in the middle of an expression fails or changes."""

log = []


def say(tag, value):
    log.append(tag)
    return value


def flush():
    text = "".join(log)
    log.clear()
    return text


class Thing:
    def __init__(self, value):
        self.value = value

    def __getitem__(self, key):
        log.append("g")
        return self.value

    def __setitem__(self, key, value):
        log.append("s")
        self.value = value

    def __iadd__(self, other):
        log.append("i")
        self.value += other
        return self

    @property
    def item(self):
        log.append("p")
        return self.value

    @item.setter
    def item(self, value):
        log.append("w")
        self.value = value

    def method(self, *arguments):
        log.append("m")
        return len(arguments)


def arguments(n, at, odd):
    total = 0
    for i in range(n):
        value = odd if i == at else i
        try:
            total += max(say("a", i), say("b", value) + say("c", 1), say("d", 2))
        except TypeError:
            say("!", 0)
        if i >= at - 1:
            print(i, flush(), total)
        log.clear()
        if i > at:
            return total


def targets(n, at, odd):
    thing, items = Thing(0), [0, 1, 2]
    for i in range(n):
        key = odd if i == at else i % 3
        try:
            thing[say("k", key)] = say("v", i)
            thing[say("k", 0)] += say("v", i)
            thing.item += say("x", 1)
            items[say("l", key)] = items[say("r", 0)] + say("o", 1)
            items[say("n", i % 3)] += say("t", 1)
            thing += say("y", 1)
            say("q", thing).item = say("z", 2)
        except (TypeError, IndexError) as error:
            print(error)
        if i >= at - 1:
            print(i, flush(), thing.value, items)
        log.clear()
        if i > at:
            return items


def calls(n, at, odd):
    thing, extra = Thing(1), (1, 2)
    for i in range(n):
        if i == at:
            extra = odd
        try:
            r = say("t", thing).method(say("a", i), *say("b", extra), say("c", 1))
            r += say("f", thing.method)(say("d", 1)) if say("e", i) % 2 else say("g", 5)
        except TypeError as error:
            print(error)
        if i >= at - 1:
            print(i, flush(), r)
        log.clear()
        if i > at:
            return r


def booleans(n, at, odd):
    count = 0
    for i in range(n):
        x = odd if i == at else i
        try:
            if say("a", x) and say("b", i > 5) or say("c", not x) and say("d", 1):
                count += 1
            if say("e", 1) < say("f", x) <= say("g", 100) != say("h", 3):
                count += 1
            y = [say("i", x), *(say("j", k) for k in (1,))][0] if say("k", x != 7) else say("l", None)
            count += {say("m", 1): say("n", x), say("o", 2): say("p", 0)}[2]
            a, *b = say("q", (x, 1)) + (say("r", 2),)
            count += x is y and len(b)
        except TypeError as error:
            print(error)
        if i >= at - 1:
            print(i, flush(), count)
        log.clear()
        if i > at:
            return count


def middle_of_arithmetic(n, at, odd):
    """The operand that breaks the assumption comes after others were computed."""
    total, wrong = 0, 0
    for i in range(n):
        a, b, c = i, i + 1, i + 2
        if i == at:
            c = odd
        try:
            total += (a * b - (b + a)) * 3 + (a - b) * c + (b * b if c else a)
        except TypeError:
            wrong += 1
        if not -1e30 < total < 1e30:
            total = 0
    return total, wrong


for odd in (0.5, None, "s", 1 << 62, True, (3,)):
    print(repr(odd))
    print(arguments(3000, 2500, odd), booleans(2000, 1500, odd))
    print(targets(2000, 1500, odd))
    print(calls(2000, 1500, odd))
    print(middle_of_arithmetic(20_000, 19_000, odd))
