"""Async generators that await each other: values, exceptions, closing."""


class Wait:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


def drive(coroutine, *answers):
    """What a coroutine awaits, and how it ends."""
    told = []
    answers = list(answers)
    value = None
    try:
        while True:
            told.append(coroutine.send(value))
            value = answers.pop(0) if answers else len(told)
    except StopIteration as end:
        return told, "returned", end.value
    except Exception as error:
        return told, type(error).__name__, str(error), error.__context__


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    async def __aiter__(self):
        if self.left:
            async for i in self.left:
                yield i
        yield self.value
        if self.right:
            async for i in self.right:
                yield i


def tree(numbers):
    if not numbers:
        return None
    i = len(numbers) // 2
    return Tree(tree(numbers[:i]), numbers[i], tree(numbers[i + 1:]))


async def collect(iterable):
    return [item async for item in iterable]


print(drive(collect(tree(range(20)))))


async def waiting(n):
    for i in range(n):
        got = await Wait(("wait", i))
        yield i, got


async def passing(n):
    async for item in waiting(n):
        yield item
        yield await Wait("between")


print(drive(collect(passing(3)), *"abcdefg"))


async def failing(n):
    try:
        yield 1
        await Wait("before")
        if n:
            raise ValueError("from the generator")
        yield 2
    finally:
        print("finally")


async def catching(n):
    try:
        async for item in failing(n):
            print("item", item)
    except ValueError as error:
        print("caught", error)
        return "done"
    return "end"


print(drive(catching(0)), drive(catching(1)), drive(collect(failing(1))))


async def stopping(kind):
    yield 1
    raise kind("inside")


for kind in (StopIteration, StopAsyncIteration, KeyError):
    print(drive(collect(stopping(kind))))


async def echo():
    received = None
    while True:
        received = yield received
        await Wait(received)


async def sending():
    generator = echo()
    told = [await generator.asend(None), await generator.asend(5), await generator.asend(6)]
    try:
        await generator.athrow(KeyError("thrown"))
    except KeyError as error:
        told.append(repr(error))
    try:
        await generator.asend(1)
    except StopAsyncIteration:
        told.append("stopped")
    other = echo()
    try:
        await other.asend(1)
    except TypeError as error:
        told.append(str(error))
    step = other.__anext__()
    told.append(await step)
    try:
        await step
    except RuntimeError as error:
        told.append(str(error))
    await other.aclose()
    return told


print(drive(sending()))


async def cleaning():
    try:
        yield 1
        yield 2
    finally:
        await Wait("cleaning")
        print("cleaned")


async def breaking():
    generator = cleaning()
    async for item in generator:
        print("got", item)
        break
    await generator.aclose()
    return await anext(generator, "default")


print(drive(breaking()))


async def thrown_into():
    async for item in waiting(3):
        print(item)

coroutine = thrown_into()
print(coroutine.send(None), coroutine.send("x"))
try:
    coroutine.throw(OSError("outside"))
except OSError as error:
    print("left", error)


async def itself():
    try:
        async for _ in box[0]:
            yield 1
    except RuntimeError as error:
        yield str(error)

box = [None]
box[0] = itself()
print(drive(collect(box[0])))


async def busy():
    await Wait(1)
    yield 2

shared = busy()
first, second = shared.__anext__(), shared.__anext__()
print(first.send(None))
try:
    second.send(None)
except RuntimeError as error:
    print(error)


async def concurrent(generator):
    return await generator.__anext__()

shared = busy()
one, two = concurrent(shared), concurrent(shared)
print(one.send(None), drive(two))
print(drive(one))


async def deep(n):
    if n:
        async for i in deep(n - 1):
            yield i
    else:
        yield "bottom"

print(drive(collect(deep(100))))
print(drive(collect(deep(5000)))[1:3])


class Reentrant:
    """Awaits twice; in between it tries to resume those that wait for it."""

    def __init__(self, *waiting):
        self.waiting = waiting

    def __await__(self):
        yield "first"
        for other in self.waiting:
            try:
                print(other().send(None))
            except (ValueError, RuntimeError) as error:
                print(type(error).__name__, error)
        yield "second"
        return "awaited"


async def inner():
    yield await Reentrant(lambda: outermost, lambda: middle.__anext__())
    yield await Wait("third")


async def between(source):
    async for item in source:
        yield await echoing(item)


async def echoing(item):
    await Wait("echo")
    return item

middle = inner()
outermost = collect(between(middle))
print(drive(outermost))


async def mixed(depth):
    if depth == 0:
        for i in range(3):
            await Wait(("leaf", i))
            yield i
        return
    async for item in mixed(depth - 1):
        if item % 2:
            await Wait(("odd", depth))
        yield item
    await Wait(("end", depth))

print(drive(collect(mixed(4))))


async def interrupted():
    try:
        async for item in mixed(3):
            print(item)
    except KeyError as error:
        print("caught", error)
        async for item in mixed(1):
            print("again", item)

coroutine = interrupted()
told = [coroutine.send(None) for _ in range(4)]
told.append(coroutine.throw(KeyError("k")))
print(told, drive(coroutine))
coroutine = interrupted()
print([coroutine.send(None) for _ in range(3)], coroutine.close())
