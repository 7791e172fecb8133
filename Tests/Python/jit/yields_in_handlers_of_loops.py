# A generator that yields in an exception handler within a loop: the handler lies behind the loop's code.
def handled(n):
    total = 0
    for i in range(n):
        try:
            if i % 7 == 3:
                raise ValueError(i)
            total += i
        except ValueError as e:
            if i % 2:
                yield i
            total += len([k for k in range(3)])
    yield total


def items(values):
    for v in values:
        for w in (1, 2):
            try:
                v // (w - 1)
            except ZeroDivisionError:
                got = yield v
                if got:
                    yield got


for n in (3, 40, 40, 3000):
    print(sum(handled(n)), list(handled(n))[:4])
for n in (3, 40, 2000):
    g = items(list(range(n)))
    print(sum(g), list(items([5, 6])))
g = items([7, 8, 9])
print(next(g), g.send("x"), next(g), next(g))
