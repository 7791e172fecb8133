# Items that are stored where they come from, in the same list and in others, while new objects die.


class Item:
    def __init__(self, number):
        self.number = number


def rotate(items, rounds):
    for n in range(rounds):
        first = items[0]
        for i in range(len(items) - 1):
            items[i] = items[i + 1]
        items[-1] = first
        items[n % len(items)] = Item(n)
    return [item.number for item in items]


def exchange(a, b, rounds):
    # The two names may stand for one list.
    for n in range(rounds):
        i = n % len(a)
        x, y = a[i], b[-1 - i]
        a[i], b[-1 - i] = y, x
        b[i] = a[0]
        if n % 5 == 0:
            a[i] = [n, str(n)]
    return a, b


def sort(items):
    for i in range(len(items)):
        for j in range(len(items) - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return items


print(rotate([Item(-n) for n in range(1, 12)], 900))
left, right = exchange([str(n) for n in range(8)], [[n] for n in range(8)], 1500)
print(left, right)
same = [(n, str(n)) for n in range(7)]
same, again = exchange(same, same, 1500)
print(same, same is again)
print(sort([n * 7919 % 211 for n in range(150)]))
print(sort([n * 7919 % 211 / 8 for n in range(80)]))
print(sort([str(n * 7919 % 211) for n in range(60)]))
print(sort([n * 7919 % 211 * 2 ** 70 for n in range(40)]))
