"""Nested loops with break, continue, else, return and try, left in every way."""


def search(grid, wanted):
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if cell == wanted:
                return i, j
            if cell is None:
                break
        else:
            continue
        if i > 50:
            return "late", i
    else:
        return "nowhere"
    return "never"


def collatz(limit):
    longest = best = 0
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            if n < start:
                break
            n = 3 * n + 1 if n % 2 else n // 2
            steps += 1
        if steps > longest:
            longest, best = steps, start
    return longest, best


def primes(limit):
    found = []
    for n in range(2, limit):
        for p in found:
            if p * p > n:
                found.append(n)
                break
            if n % p == 0:
                break
        else:
            found.append(n)
    return len(found), found[-1]


def sieve(limit):
    marks = [True] * (limit + 1)
    for i in range(2, int(limit ** 0.5) + 1):
        if marks[i]:
            for j in range(i * i, limit + 1, i):
                marks[j] = False
    return sum(marks) - 2


def exits(n):
    counts, i = [0] * 8, 0
    while True:
        i += 1
        if i > n:
            break
        if i % 2 == 0:
            counts[0] += 1
            continue
        k = 0
        while k < 5:
            k += 1
            if k == i % 7:
                counts[1] += 1
                break
            try:
                if k == i % 11:
                    counts[2] += 1
                    continue
                if i % 1001 == 7:
                    counts[3] += 1
                    break
            finally:
                counts[4] += 1
        else:
            counts[5] += 1
            continue
        counts[6] += k
    else:
        counts[7] = -1
    return counts


def finally_wins(n):
    def inner(i):
        for k in range(4):
            try:
                if k == i % 5:
                    return k
                if i % 3 == 0:
                    continue
            finally:
                if i % 10 == 9 and k == 2:
                    i += 1
        else:
            return -1

    total = 0
    for i in range(n):
        total = total * 3 + inner(i) & 0xFFFFFF
    return total


def bubble(n):
    items, swaps = [i * 7919 % 1009 for i in range(n)], 0
    changed = True
    while changed:
        changed = False
        for i in range(len(items) - 1):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                changed, swaps = True, swaps + 1
    return swaps, items[:3]


def queens(n):
    solutions, columns, up, down = 0, [], set(), set()

    def place(row):
        nonlocal solutions
        if row == n:
            solutions += 1
            return
        for column in range(n):
            if column in columns or row + column in up or row - column in down:
                continue
            columns.append(column)
            up.add(row + column)
            down.add(row - column)
            place(row + 1)
            columns.pop()
            up.remove(row + column)
            down.discard(row - column)

    place(0)
    return solutions


def walrus(n):
    total, source = 0, iter(range(n))
    while (x := next(source, None)) is not None:
        if (half := x // 2) % 3 == 0:
            continue
        total += half
        if total > 10 ** 9:
            break
    return total, x, half


def triangle(n):
    total = 0
    for a in range(1, n):
        for b in range(a, n):
            c2 = a * a + b * b
            for c in range(b, n):
                if c * c == c2:
                    total += a * b * c
                    break
                elif c * c > c2:
                    break
    return total


grid = [[i * j % 17 if j < i else None for j in range(60)] for i in range(60)]
print(search(grid, 16), search(grid, 99), search([[1, 2]] * 3000, 5), search([[1, 2]] * 3000 + [[7]], 7))
print(collatz(3000), primes(6000), sieve(20_000), exits(20_000), finally_wins(9000))
print(bubble(110), queens(6), walrus(20_000), triangle(50))
