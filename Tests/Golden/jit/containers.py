# Items of lists and tuples, unpacking, iterators that are asked, what the interpreter's handlers do.
def swap(items, i):
    items[i], items[i + 1] = items[i + 1], items[i]


def keys(d):
    n = 0
    for key, value in d.items():
        if key is not None:
            n += len(value)
    return n


numbers = [1, 2, 3]
swap(numbers, 0)
swap(numbers, 1)
names = {"a": [1], "b": [2, 3]}
keys(names)
keys(names)
