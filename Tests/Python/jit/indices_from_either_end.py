# Indices that are variables: from the beginning, from the end, beyond either, in lists that get shorter.


def read(items, indices):
    total = 0
    for i in indices:
        try:
            total += items[i]
        except IndexError as error:
            total += 1000
    return total


def move(items, indices):
    for i in indices:
        try:
            items[i], items[-1 - i] = items[-1 - i], items[i]
        except IndexError as error:
            items[0] += 1
    return items


def walk(items, shrink):
    i, j, total = 0, len(items) - 1, 0
    try:
        while i < 400:
            total += items[j % (len(items) or 1)] - items[i - 3]
            i += 1
            j -= 1
            if i % 7 == 0:
                shrink(items)
    except IndexError as error:
        return total, i, j, str(error)
    return total, i, j


def meet(items):
    i, j = 0, len(items) - 1
    while i < j:
        items[i], items[j] = items[j], items[i]
        i += 1
        j -= 1
    return items


for _ in range(40):
    small = read([1, 2, 3], list(range(-5, 6)) * 40)
print(small, read((7, 8), range(-4, 4)))
print(read([1, 2, 3], [2 ** 62, -(2 ** 62), 2 ** 63, -(2 ** 63), 2 ** 64, -(2 ** 64), True]))
for _ in range(40):
    moved = move(list(range(9)), list(range(-12, 12)) * 20)
print(moved)
print(walk(list(range(500)), lambda items: None))
print(walk(list(range(300)), lambda items: items.pop()))
print(walk(list(range(300)), lambda items: items.clear()))
for count in list(range(60)) * 20:
    met = meet(list(range(count)))
print(met, meet([]), meet(["a"]), meet([1.5, None, "b"]))
