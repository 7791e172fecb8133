"""Lists that grow, shrink or change their elements while hot loops read them."""


def grows(n):
    items, total = [1], 0
    for x in items:
        total += x
        if len(items) < n:
            items.append(x + 1)
    return total, len(items)


def shrinks(n):
    items, seen = list(range(n)), 0
    for x in items:
        seen += x
        items.pop()
    return seen, len(items)


def removes(n):
    items = list(range(n))
    for x in items:
        if x % 3 == 0:
            del items[0]
    return len(items), items[:5]


def cleared(n, at):
    items, count = list(range(n)), 0
    for x in items:
        count += 1
        if x == at:
            items.clear()
    items.extend([1, 2])
    return count, items


def element_kinds(n):
    items, total = list(range(n)), 0
    items[n // 2] = 0.5
    items[n // 2 + 9] = 1 << 64
    items[-5] = True
    for x in items:
        total += x
    items[7] = None
    try:
        for x in items:
            total += x
    except TypeError as error:
        print(error, x, total)
    return total


def by_index(n, at):
    items, total = list(range(n)), 0
    try:
        for i in range(n):
            total += items[i] - items[-1 - i]
            if i == at:
                del items[n // 2:]
    except IndexError as error:
        print(error, i)
    return total


def length_read_again(n):
    items, i, total = list(range(n)), 0, 0
    while i < len(items):
        total += items[i]
        if i % 100 == 50:
            items[i:i + 30] = [1]
        i += 1
    return total, len(items)


def stores(n):
    items = [0] * 10
    for i in range(n):
        items[i % 10] = i
        items[-1 - i % 5] += 2
        if i == n // 2:
            items[3] = "text"
        elif i == n // 2 + 1:
            items[3] = 0.25
    return items


def swapped_under_iterator(n):
    items, other, total = list(range(n)), [5] * 10, 0
    for x in items:
        total += x
        if x == n // 2:
            items = other
    return total, items is other


def slices(n):
    items, total = list(range(50)), 0
    for i in range(n):
        total += len(items[i % 50:]) + sum(items[-3:]) + len(items[::-1][i % 7::2])
        items[i % 40:i % 40 + 2] = [i, i]
    return total, items[:4]


def aliased(n):
    first = [0, 0]
    second, third, total = first, [0, 0], 0
    for i in range(n):
        first[0] = i
        third[0] = i * 2
        total += second[0] - third[0]
        if i == n // 2:
            third = first
    return total


def appended_while_enumerated(n):
    items, found = [3, 1, 2], []
    for i, x in enumerate(items):
        if len(items) < n:
            items.append(x * 7 % 11)
        if i % 1000 == 0:
            found.append((i, x))
    for a, b in zip(items, reversed(items)):
        found[0] = (a, b)
    return found, len(items)


print(grows(20_000), shrinks(20_000), removes(20_000), cleared(20_000, 10_000))
print(element_kinds(20_000), by_index(20_000, 4000), length_read_again(20_000))
print(stores(20_000), swapped_under_iterator(20_000), slices(3000), aliased(20_000))
print(appended_while_enumerated(9000))
