# One loop over ranges, lists, tuples, dicts, sets, strs and generators in turn.


def total(things):
    result = 0
    for x in things:
        result += x if type(x) is int else len(x)
    return result


def pairs(things):
    result = []
    for x in things:
        for y in things:
            if x is not y:
                result.append((x, y))
    return len(result)


def numbers(n):
    for i in range(n):
        yield i


class Counted:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter(range(self.n))


kinds = [
    range(9), list(range(7)), (1, 2, 3), {1: 2, 5: 6}, {4}, "abc", range(0, 20, 7), Counted(5), [], ["x", "yz"],
    bytearray(b"ab"), {3: 1}.values(), [5] * 40,
]


def run(n):
    result = 0
    for i in range(n):
        things = kinds[i % len(kinds)]
        result += total(things)
        if i % 3 == 0:
            result += total(numbers(i % 11)) + total(reversed([1, 2, i])) + total(map(abs, [-1, -i]))
        if i % 5 == 0:
            result += pairs(things)
    return result


print(run(400), run(4000), run(13))
for wrong in (5, None):
    try:
        total(wrong)
    except TypeError as error:
        print(error)
