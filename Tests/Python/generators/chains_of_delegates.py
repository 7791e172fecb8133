# Generators that pass values on through several levels, and everything that can disturb such a chain.
import sys


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(items):
    if not items:
        return None
    i = len(items) // 2
    return Tree(tree(items[:i]), items[i], tree(items[i + 1:]))


print(list(tree(range(50))) == list(range(50)), sum(tree(range(100))))
for value in tree(range(5)):
    print(value, end=" ")
print([x for x in tree(range(7))])


def bottom(n):
    for i in range(n):
        got = yield i
        if got is not None:
            print("got", got)
    return "end"


def level(n, inner):
    try:
        result = yield from inner
        print("level", n, "result", result)
        yield f"after {n}"
        return f"{result}{n}"
    except ValueError as error:
        print("level", n, "caught", error)
        result = yield from bottom(2)
        return f"{result}!"
    finally:
        print("leaving", n)


def plain(inner):
    yield from inner


def build(depth, n=2):
    chain = bottom(n)
    parts = [chain]
    for i in range(depth):
        chain = level(i, chain)
        parts.append(chain)
    return chain, parts


chain, parts = build(3)
for value in chain:
    print("value", value)

chain, parts = build(3, 4)
print(next(chain), chain.send("hello"), next(chain))
try:
    print(chain.throw(ValueError("thrown")))
except StopIteration as stop:
    print("stop", stop.value)
print(list(chain))

# What is left of a chain is collected.
for collect in (list, tuple, sorted, sum, max, lambda chain: [x for x in chain]):
    chain = plain(plain(bottom(4)))
    print(next(chain), next(chain), collect(chain))

# One of the middle is resumed, then the top again.
chain, parts = build(4, 6)
print(next(chain), next(chain), next(parts[2]), next(parts[0]), next(chain), next(parts[3]))
print(parts[1].gi_yieldfrom is parts[0], parts[2].gi_suspended, parts[2].gi_running)
parts[0].close()
print([value for value in chain])

# The one in the middle is closed.
chain, parts = build(3, 6)
print(next(chain), next(chain))
parts[2].close()
try:
    print(next(chain))
except Exception as error:
    print(type(error).__name__, error)
chain.close()

# A chain asks its own members while it runs.
members = []


def curious():
    for i in range(2):
        for member in members:
            try:
                print(i, member.gi_running, member.gi_suspended, member.gi_yieldfrom)
                next(member)
            except ValueError as error:
                print(error)
        frame, depth = sys._getframe(), 0
        names = []
        while frame is not None and depth < 6:
            names.append(frame.f_code.co_name)
            frame, depth = frame.f_back, depth + 1
        print(names)
        yield i


chain = curious()
for i in range(3):
    chain = level(i, chain)
    members.append(chain)
print(next(chain), next(chain))
for value in chain:
    print(value)


# An exception from the end of the chain, handled in the middle.
def failing():
    yield 1
    yield 2
    raise ValueError("from the end")


chain = level("top", level("middle", level("low", failing())))
print(list(chain))


# Waiting inside an except block.
def handling(inner):
    try:
        raise KeyError("handled")
    except KeyError:
        yield from inner
        print(sys.exception())


chain = plain(handling(plain(plain(bottom(3)))))
for value in chain:
    print(value, sys.exception())


# Coroutines that wait for one another, driven by hand.
class Pause:
    def __await__(self):
        return (yield "pause")


async def innermost(n):
    total = 0
    for i in range(n):
        total += await Pause() or 0
    return total


async def outer(depth, n):
    if depth == 0:
        return await innermost(n)
    return await outer(depth - 1, n) + 1


coroutine = outer(5, 3)
try:
    value = coroutine.send(None)
    while True:
        value = coroutine.send(10)
        print(value)
except StopIteration as stop:
    print(stop.value)


def endless(depth):
    yield depth
    yield from endless(depth + 1)


count = 0
try:
    for value in endless(0):
        count += 1
except RecursionError as error:
    print("RecursionError", count > 300)
