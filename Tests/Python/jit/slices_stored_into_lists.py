# Slices of lists stored into slices, of the same list and of others, in either direction, sizes alike or not.


def store(n):
    out = []
    for a in range(-n - 2, n + 3):
        for step in (None, 1, -1, 2):
            for b in (None, -n - 3, -2, -1, 0, 1, 3, n, n + 2):
                for c in (None, 0, 2, -1, n + 4):
                    x = list(range(n))
                    y = list(range(100, 100 + n))
                    x[c:a] = x[a:b:step]
                    out.append(tuple(x))
                    x[a:] = y[b:c:step]
                    out.append(tuple(x))
                    x[:a] = x[a::-1]
                    out.append(tuple(x))
                    x[a:c] = y[::-1]
                    out.append(tuple(x))
    return out


def turn(perm):
    flips = 0
    k = perm[0]
    while k:
        perm[: k + 1] = perm[k::-1]
        flips += 1
        k = perm[0]
    return flips


for repeat in range(3):
    for n in (0, 1, 5, 9):
        made = store(n)
        print(n, len(made), sum(hash(t) % 1000003 for t in made), made[-1], made[len(made) // 2])
print([turn(list(p)) for p in ([2, 1, 0], [4, 3, 1, 0, 2], [1, 0], [0]) for _ in range(3)])
for repeat in range(3000):
    flips = turn([6, 4, 2, 0, 5, 3, 1])
print(flips)
x = [object() for _ in range(100)]
y = list(x)
for repeat in range(501):
    x[:80] = x[79::-1]
    x[10:60] = [str(n) for n in range(50)][::-1]
print(x[20:23], x[59], x[60] in y, len(x))
