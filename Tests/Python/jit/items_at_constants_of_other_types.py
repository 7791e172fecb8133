"""A subscript whose index was a number when code was made, and is some other constant now."""

INDEX = 1


def pick(items, flag):
    found = None
    for _ in range(40):
        key = INDEX if flag else "name"
        if flag:
            found = items[key]
        else:
            try:
                found = items[key]
            except TypeError as error:
                found = str(error)
    return found


for i in range(300):
    assert pick([1, 2, 3], True) == 2
print(pick([1, 2, 3], False), pick((4, 5), True))


def constant(items, flag):
    key = None if flag else 0
    total = 0
    for _ in range(200):
        if key is not None:
            total += items[key]
        elif flag > 5:
            total += items[key]
    return total


for i in range(200):
    constant([7], 0)
print(constant([7], 0), constant([7], 1))
try:
    constant([7], 6)
except TypeError as error:
    print(error)
