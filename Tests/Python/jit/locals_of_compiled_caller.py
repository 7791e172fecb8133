"""Callees that look at the frames of hot code: locals, lines, names, callers."""

import sys


def watch(label):
    frame = sys._getframe(1)
    print(label, frame.f_code.co_name, frame.f_lineno, sorted(frame.f_locals.items()))


def watch_from_two_levels(label):
    watch_above(label)


def watch_above(label):
    frame = sys._getframe(2)
    print(label, frame.f_code.co_name, frame.f_lineno, sorted(frame.f_locals))
    print(label, frame.f_back.f_code.co_name, sys._getframe(1).f_code.co_name)


def scalars(n):
    total, half, flag, text = 0, 0.0, False, ""
    for i in range(n):
        total += i
        half += 0.5
        flag = not flag
        text = str(i)[-1]
        if i % 5000 == 4999:
            watch(i)
    return total


def objects(n):
    pair, items, big = (0, 0), [], 1 << 62
    for i in range(n):
        pair = (i, pair[0])
        items = [i, pair]
        big += 1
        if i == n - 3:
            watch(i)
            items.append(5)
    return items


def partly_bound(n):
    for i in range(n):
        if i > n - 3:
            late = i
            watch(i)
        elif i == 5:
            watch(i)
    del i
    watch("deleted")
    return late


def small(x):
    doubled = x * 2
    if x == 7777:
        watch_from_two_levels(x)
    return doubled


def calls_small(n):
    total = 0
    for i in range(n):
        total += small(i)
    return total


def own_locals(n):
    x = y = 0
    for i in range(n):
        x += i
        y = x & 255
        if i == n - 1:
            print(sorted(locals().items()))
    return locals() == {"n": n, "x": x, "y": y, "i": i}


def cells(n):
    count = 0

    def bump():
        nonlocal count
        count += 1
        if count == n:
            print(sorted(sys._getframe(1).f_locals)), watch("bump")
        return count

    for i in range(n):
        seen = bump()
    return seen, count


def kept_frames(n):
    frames = []
    for i in range(n):
        if i % 1000 == 999:
            frames.append(sys._getframe())
        x = i * i
    return frames


print(scalars(20_000))
print(objects(4000))
print(partly_bound(8000))
print(calls_small(10_000))
print(own_locals(20_000))
print(cells(9000))
frames = kept_frames(3000)
print([f is frames[0] for f in frames], frames[0].f_locals["x"], frames[0].f_locals["i"])
