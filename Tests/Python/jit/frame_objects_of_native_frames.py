# Frame objects of functions whose calls are native or built in place outlive the calls.
import sys


def leaf(n):
    frame = sys._getframe()
    n += 1
    return frame


def outer_of(n):
    return sys._getframe(1)


def middle(n):
    x = n * 2
    frame = outer_of(x)
    return frame


def large(n, rounds):
    total = 0
    for i in range(rounds):
        total += i
        if total > 10**6:
            total -= 1
        if total > 10**7:
            total //= 3
    if n < 0:
        return [total for total in range(n)]
    if n > 10**9:
        return [total, total + 1, total + 2, total + 3, total + 4, total + 5, total + 6]
    return sys._getframe()


class Kept:
    def __init__(self, n):
        self.n = n
        self.frame = sys._getframe()


class Iterates:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        frames.append(sys._getframe(1))
        return self.n


def iterates(n):
    x = n
    for y in Iterates():
        x += y
    return x


def fill(n):
    return [i * 1.5 for i in range(n)]


def run(n):
    for i in range(n):
        found = [leaf(i), middle(i), large(i, 2), Kept(i).frame]
        if i % 97 == 0:
            frames.extend(found)
            iterates(i)
        fill(3)


frames = []
run(1200)
fill(100)
for frame in frames[-30:] + frames[:10]:
    names = {name: value for name, value in frame.f_locals.items() if type(value) is int}
    print(frame.f_code.co_name, names, frame.f_back.f_code.co_name)
