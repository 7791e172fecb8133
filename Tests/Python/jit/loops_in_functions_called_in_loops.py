# Functions with loops and early returns, called where the caller itself iterates over something new.


def early(k, xs):
    if k % 3 == 0:
        return 1
    total = 0
    for x in xs:
        total += x
        if total > 6:
            return total
    for i in range(k % 4):
        total += i
    return total


def over_range(n):
    result = 0
    for i in range(n):
        result += early(i, (1, 2, i % 5))
    return result


def over_list(n):
    result = 0
    for k in range(n):
        for i in [k, k + 1, 2]:
            result += early(i, [3, k % 2])
        for i, j in enumerate([k, 4]):
            result += i * early(j, (i,))
    return result


def over_tuple(n):
    result = 0
    for k in range(n):
        for x in (k, 1.5, 2):
            for y in (1, early(k, (k,))):
                result += x * y
    return result


for n in 5, 60, 4000:
    print(over_range(n), over_list(n), over_tuple(n))
