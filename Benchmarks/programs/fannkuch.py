"""Pancake flips over all permutations of nine."""


def flips(order):
    count = 0
    order = order[:]
    while (top := order[0]):
        order[:top + 1] = order[top::-1]
        count += 1
    return count


def run(n=8):
    order = list(range(n))
    counts = [0] * n
    checksum = most = 0
    sign = 1
    depth = n
    while True:
        while depth != 1:
            counts[depth - 1] = depth
            depth -= 1
        if order[0]:
            f = flips(order)
            most = max(most, f)
            checksum += sign * f
        sign = -sign
        while True:
            if depth == n:
                return checksum, most
            order.insert(depth, order.pop(0))
            counts[depth] -= 1
            if counts[depth] > 0:
                break
            depth += 1
