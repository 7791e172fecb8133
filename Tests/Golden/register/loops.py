def total(n, m):
    s = 0
    for i in range(n):
        if i % 2 == 0:
            continue
        s = (s + i * i) % m
    while s > 10:
        s -= 3
    return s


def squares(values, limit):
    return [v * v for v in values if v < limit]
