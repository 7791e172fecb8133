# A loop whose variable was a float when it got hot is entered with the variable unset.


def rounds(n, limit, removes):
    total = 0.0
    x = 1.5
    for k in range(4):
        if k in removes:
            del x
        for v in range(n):
            if v > limit and k not in removes:
                total += x
            elif v == n - 1:
                x = 0.5 + v
    return total, x


def unset(n):
    x = 1.5
    total = 0.0
    for k in range(4):
        for v in range(n):
            total += x
        if k == 2:
            del x
    return total


print(rounds(2500, 1000, ()))
print(rounds(2500, 1000, (1, 3)))
print(rounds(30, 10, (2,)))
for n in 30, 3000:
    try:
        print(unset(n))
    except UnboundLocalError as error:
        print(error)
