# The truth of a small int whose word lies between the addresses of None and True.
def rounds(number):
    count = 0
    while number:
        number, rest = divmod(number, 2)
        count += 1
    return count


def truths(values):
    return [index for index, value in enumerate(values) if value]


print(sum(rounds(1 << shift) for shift in range(61) for _ in range(20)))
for base in (1 << 27, 1 << 28):
    values = [base + offset for offset in range(-40, 80)] * 30 + [None, False, True, 0, 0.0, "", "a"] * 30
    print(len(truths(values)), truths(values)[-1], [bool(value) for value in values].count(True))
