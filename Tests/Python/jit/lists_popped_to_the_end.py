# `list.pop()` in compiled loops: lists that get empty, that give memory back, and that are no lists.


def drain(items):
    s = 0
    while items:
        s += items.pop()
    return s, items


def stack(n):
    s = []
    total = 0
    for i in range(n):
        s.append(i)
        s.append(i + 1)
        total += s.pop()
        if i % 3 == 0:
            total -= s.pop()
    return total, len(s)


def past_the_end(items, n):
    failed = 0
    for i in range(n):
        try:
            items.pop()
        except IndexError as error:
            failed += 1
            message = str(error)
            if failed % 5 == 0:
                items.append(i)
    return failed, message, items


def bound(n):
    items = list(range(n))
    pop = items.pop
    s = 0
    for _ in range(n):
        s += pop()
    return s, items


class Loud(list):
    def pop(self):
        return -1


class Quiet(list):
    pass


print(drain(list(range(10000))), drain([1.5, 2.5]), drain(list(range(65))))
print(stack(10000))
print(past_the_end([1, 2, 3], 5000))
print(bound(5000))
print(drain(Quiet(range(3000))))
loud = Loud([1, 2, 3])
print([loud.pop() for _ in range(3000)][-1], loud)


def refill(n):
    items = []
    s = 0
    for i in range(n):
        for k in range(i % 100):
            items.append((k, i))
        while len(items) > 1:
            a, b = items.pop()
            s += a * b
        if items:
            s += items.pop()[1]
    return s, items


print(refill(300))


def seen_by_iterator(n):
    items = list(range(n))
    seen = 0
    for item in items:
        items.pop()
        seen += item
    return seen, len(items)


print(seen_by_iterator(5000))
