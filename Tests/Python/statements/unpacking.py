"""Assignment targets, starred unpacking, chained and augmented assignment, order of evaluation."""
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, (c, *d)]), e = (1, [2, "xyz"]), 5
print(a, b, c, d, e)
first, *middle, last = range(5)
print(first, middle, last)
*all_, = "abc"
print(all_)
x = y = z = []
x.append(1)
print(y, z is x)
for text in ("a, b = 1", "a, b = 1, 2, 3", "a, b, c = 1, 2", "a, *b, c = [1]", "a, b = {}", "[a, b] = 'x'", "a, b = iter([1, 2, 3])", "a, *b = 5"):
    try:
        exec(text)
    except (TypeError, ValueError) as error:
        print(error)
lst = [0, 1, 2, 3]
i = 0
i, lst[i] = 2, "set"
print(i, lst)
lst[1:3] = lst[0], *"pq"
print(lst)
log = []


def note(n, r):
    log.append(n)
    return r


d = {}
note(2, d)[note(3, "k")] = note(1, "v")
print(log, d)
log.clear()
t = (note(1, 1), note(2, 2)) + (note(3, 3),)
note(4, lst)[note(5, 0)] += note(6, 1)
print(log, lst)
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print(error, t)
print([*range(3), *"ab"], (*[1],), {*[1, 1, 2]}, {**{"a": 1}, **{"a": 2, "b": 3}})
for k, (v, *w) in {"p": (1, 2, 3)}.items():
    print(k, v, w)
n = 5
n -= 2; n *= 3; n **= 2; n //= 4; n %= 13; n <<= 3; n |= 1; n ^= 3; n &= 0xff; n >>= 1
print(n)
n /= 4
print(n)
del lst[0], d["k"]
print(lst, d)


def f():
    return 1, *[2, 3]


print(f(), *f(), sep="|")
print((lambda: (yield 1, *[2]))().send(None))
