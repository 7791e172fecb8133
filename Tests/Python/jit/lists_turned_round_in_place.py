# The first items of a list stored back in the opposite order, in loops: any end, short lists, subclasses, other lists.


def turn(items, last):
    items[: last + 1] = items[last::-1]
    return items


def turned(make, lasts):
    out = []
    for last in lasts:
        items = make()
        for _ in range(3):
            turn(items, last)
        out.append((last, list(items)))
    return out


class Named(list):
    pass


def run(rounds, lasts):
    total = 0
    for n in range(rounds):
        items = [n, n + 1.5, str(n), n + 3, None]
        turn(items, lasts[n % len(lasts)])
        total += items.index(n) + len(items)
    return total


print(run(4000, [0, 1, 2, 3, 4]))
print(run(3000, [4, 5, 17]))
print(run(3000, [-1, -2, -5, -6, 0]))
print(turned(lambda: [], [0, 1, -1]))
print(turned(lambda: list(range(6)), range(-8, 9)))
print([turn(list(range(count)), last) for count in range(1, 20) for last in range(count)])
print(turned(lambda: Named("abcd"), range(-3, 6)))
print(turned(lambda: list("ab"), [True, False]))
for wrong in (1.0, "1", None):
    try:
        print(turn([1, 2, 3], wrong))
    except TypeError as error:
        print(error)
try:
    turn((1, 2, 3), 1)
except TypeError as error:
    print(error)


def other(rounds):
    a, b = [1, 2, 3], [4, 5, 6, 7]
    for n in range(rounds):
        k = n % 3
        a[: k + 1] = b[k::-1]
        b[: k + 1] = b[k + 1 :: -1]
        b[: k + 2] = b[k::-1]
        if len(b) > 6:
            del b[4:]
    return a, b


print(other(3001))


def old_and_new(rounds):
    kept = [[] for _ in range(8)]
    for n in range(rounds):
        kept[n % 8] = [n] * 40
        k = n % 8
        kept[: k + 1] = kept[k::-1]
    return sorted(k[0] for k in kept), {len(k) for k in kept}


print(old_and_new(6000))
