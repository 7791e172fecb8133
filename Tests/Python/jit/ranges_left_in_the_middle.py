# Loops over ranges that native code leaves at different rounds: what is left of the range goes on.


def total(values, start, stop):
    result = 0
    for i in range(start, stop):
        result = result + values[i % len(values)] * i
    return result


def nested(n, odd):
    rounds = []
    for i in range(n):
        for j in range(i, n):
            for k in range(j, n, 3):
                if (i, j, k) == odd:
                    rounds.append(float(k))
                rounds.append(k)
    return len(rounds), sum(rounds)


def until(limit, stop):
    count = 0
    for i in range(stop):
        count += 1
        if i >= limit:
            break
    return count, i


def ends(start, stop, step):
    seen = []
    for i in range(start, stop, step):
        seen.append(i)
    return seen[:3], seen[-3:], len(seen)


def paused(n):
    for i in range(3, n):
        for j in range(i):
            yield i * j


for _ in range(30):
    print(end=str(total([1, 2, 3], 5, 200)) + " ")
print()
mixed = [1] * 50
for place in (0, 1, 17, 49):
    mixed[place] = 0.5
    print(total(mixed, 0, 500), total(mixed, -100, 100))
    mixed[place] = 1
print(total([1, 2 ** 61], 2, 300), total([True, 1.5, 2], 0, 300))
for _ in range(20):
    plain = nested(14, None)
print(plain, [nested(14, odd) for odd in ((0, 0, 0), (3, 5, 8), (13, 13, 13), (0, 13, 13))])
for _ in range(300):
    until(9, 40)
print(until(9, 2 ** 61), until(9, 2 ** 63), until(4, 2 ** 70), until(50, 7))
for _ in range(200):
    ends(0, 30, 1)
print(ends(2 ** 60 - 2, 2 ** 60 + 2, 1), ends(2 ** 62 - 2, 2 ** 62 + 2, 1))
print(ends(-(2 ** 60) - 2, -(2 ** 60) + 2, 1), ends(2 ** 64, 2 ** 64 + 5, 2))
print(ends(10, 0, -3), ends(0, 10, -1), ends(5, 5, 1), ends(2 ** 63 + 3, 2 ** 63 - 3, -1))
try:
    ends(0, 10, 0)
except ValueError as error:
    print(error)
print(sum(paused(60)), max(paused(40)))
