# `async for` over async generators in native code: values, what is awaited on the way, the end, exceptions.
import sys
import traceback
import types


@types.coroutine
def wait(value):
    return (yield value)


def run(coroutine, log=None):
    sent = None
    try:
        while True:
            sent = coroutine.send(sent)
            if log is not None:
                log.append(sent)
    except StopIteration as end:
        return end.value


class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    async def __aiter__(self):
        if self.left:
            async for item in self.left:
                yield item
        yield self.value
        if self.right:
            async for item in self.right:
                yield item


def tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(tree(low, middle), middle, tree(middle + 1, high))


async def collected(items):
    return [item async for item in items]


async def first_of(items, n):
    found = []
    async for item in items:
        if len(found) == n:
            break
        found.append(item)
    else:
        found.append("else")
    return found


async def waits(n, step):
    try:
        for i in range(n):
            if i % step == 0:
                yield "got", await wait(("wait", i))
            yield i
    finally:
        await wait("finally")


async def passes_on(n, step):
    async for item in waits(n, step):
        yield item
        if item == 4:
            try:
                await fails()
            except KeyError:
                yield repr(sys.exception())


async def fails():
    await wait("fails")
    raise KeyError("key")


async def nested():
    count = 0
    async for _ in waits(3, 2):
        async for _ in passes_on(2, 1):
            count += 1
    return count


async def ends_badly(n):
    for i in range(n):
        yield i
    raise ValueError("end")


async def sees_error():
    found = []
    try:
        async for item in ends_badly(3):
            found.append(item)
    except ValueError as error:
        found.append([f.name for f in traceback.extract_tb(error.__traceback__)])
    return found


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await wait("countdown")
        return self.n


async def by_hand():
    generator = waits(5, 2)
    out = [await generator.__anext__(), generator.ag_running, await generator.asend(9)]
    try:
        await generator.athrow(ZeroDivisionError)
    except ZeroDivisionError:
        out.append("thrown")
    await generator.aclose()
    try:
        await generator.__anext__()
    except StopAsyncIteration:
        out.append("ended")
    return out


def asks_itself():
    out = []

    async def items():
        yield 1
        async for item in generator:
            out.append(item)

    generator = items()

    async def main():
        try:
            async for item in generator:
                out.append(item)
        except RuntimeError as error:
            out.append(str(error))

    run(main())
    return out


def hooks():
    seen = []
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(firstiter=lambda generator: seen.append(generator.__name__))
    try:
        run(collected(passes_on(3, 2)))
    finally:
        sys.set_asyncgen_hooks(*before)
    return seen


numbers = tree(0, 60)
for _ in range(12):
    assert run(collected(numbers)) == list(range(60))
for _ in range(5):
    print(run(first_of(numbers, 12)), run(first_of(tree(0, 3), 12)))
    log = []
    print(run(collected(passes_on(7, 3)), log), log)
    print(run(nested()), run(sees_error()), run(collected(Countdown(4))))
    print(run(by_hand()), asks_itself(), hooks())
