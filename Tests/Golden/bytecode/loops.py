"""Loops, their jumps and what is folded away around them."""

LIMIT = 60 * 60 * 24


def primes(limit):
    found = []
    for number in range(2, limit):
        for prime in found:
            if prime * prime > number:
                break
            if number % prime == 0:
                break
        else:
            found.append(number)
            continue
        if number is None or not found:
            return "%s: %r" % (number, found)
    return found


def countdown(start):
    while start > 0 and LIMIT:
        start -= 1
        if __debug__ and 0:
            print("never")
    while True:
        yield start, [1, 2, 3], {1, 2, 3}
        if start in [4, 5, 6]:
            return
