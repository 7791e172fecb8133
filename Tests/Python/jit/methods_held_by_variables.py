# Methods of builtin objects that were looked up before a loop: of one object, of others later, with odd arguments.


def rotate(items, rounds):
    insert, pop = items.insert, items.pop
    for n in range(rounds):
        insert(n % (len(items) + 2), pop(0))
        insert(-1, pop())
    return items


def look(table, rounds):
    get, keys = table.get, table.keys
    found = 0
    for n in range(rounds):
        found += get(n % 7, 0) + get(n % 5, n & 1) + len(keys())
    return found


def changing(methods, rounds):
    out = 0
    method = methods[0]
    for n in range(rounds):
        if n % 700 == 699:
            method = methods[n // 700 % len(methods)]
        out += method(n % 3) or 0
    return out


def until_it_raises(items):
    pop = items.pop
    total = 0
    while True:
        try:
            total += pop(0)
        except IndexError as error:
            return total, str(error)


class Stack(list):
    def pop(self, index=-1):
        return super().pop(index) + 1000


for rounds in (10, 5000):
    print(rotate(list(range(9)), rounds))
    print(rotate(Stack([1, 2, 3]), 3), look({1: 2, 3: 4}, rounds))
print(changing([{0: 1, 1: 2}.get, {0: 10}.get, [5, 6, 7, 8].index if False else {2: 9}.get], 6000))
seen = set()
print(changing([seen.add, {1: 5}.get, abs, [3, 4, 5].__getitem__], 6000), seen)
print(until_it_raises(list(range(5000))))


def wrong(items, rounds):
    pop = items.pop
    out = []
    for n in range(rounds):
        items.append(n)
        try:
            pop(0 if n < rounds - 3 else "x")
        except TypeError as error:
            out.append(str(error))
    return out


print(wrong([1], 4000))
