def chain(a, b, c):
    return a < b < c and not a or b


def swap(a, b):
    a, b = b, a
    a[0] += b
    a.count -= 1
    return a, b


def choose(x):
    match x:
        case [1, y, *rest]:
            return y
        case {"key": value}:
            return value
        case Point(x=0):
            return -x
