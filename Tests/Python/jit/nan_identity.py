# A NaN stays the object that it is: containers find it by identity.
nan = float("nan")


def finds(values, x, n):
    found = 0
    for i in range(n):
        y = x * 1.0 if i % 500 else x
        if x in values:
            found += 1
        if y > 1e300:
            found += 1000
    return found, x in values, x is values[0]


for value in (1.5, nan, float("inf"), -0.0):
    for n in (10, 3000):
        print(finds([value, 2.0], value, n))


def passes(x, n):
    total, kept = 0.0, []
    for i in range(n):
        total += x
        if i % 1000 == 999:
            kept.append(x)
    return kept, total


for _ in range(3):
    kept, total = passes(nan, 4000)
    print(len(kept), all(k is nan for k in kept), nan in kept, total != total)


def attribute(n):
    class Point:
        pass

    p = Point()
    p.x = nan
    seen = []
    for i in range(n):
        z = p.x + 1.0
        p.y = p.x
        if i == n - 1:
            seen.append(p.y)
    return seen == [nan], p.y is p.x, z != z


print([attribute(n) for n in (10, 3000, 3000)])
