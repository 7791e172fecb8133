"""Coroutines and awaitables driven by hand."""


class Suspend:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def child(n):
    got = await Suspend(f"child {n}")
    return (n, got)


async def parent():
    total = []
    for n in range(3):
        total.append(await child(n))
    async with Manager("m") as m:
        total.append(m)
        await Suspend("in with")
    async for item in Source(2):
        total.append(item)
    else:
        total.append("else")
    return total


class Manager:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await Suspend("enter")
        return self.name

    async def __aexit__(self, *details):
        await Suspend("exit")
        print("exit", details)


class Source:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await Suspend("next")
        return self.n


def drive(coroutine):
    answer = None
    while True:
        try:
            print("suspended", coroutine.send(answer))
        except StopIteration as stop:
            return stop.value
        answer = "answer"


print(drive(parent()))


async def fails():
    try:
        await Suspend(1)
    finally:
        print("finally")


c = fails()
c.send(None)
try:
    c.throw(KeyError("thrown"))
except KeyError as error:
    print("KeyError", error)
c = fails()
c.send(None)
c.close()
for bad in (lambda: drive(awaits_int()), lambda: drive(async_with_int()), lambda: drive(async_for_int())):
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(error)
    except NameError:
        async def awaits_int():
            await 5

        async def async_with_int():
            async with 5:
                pass

        async def async_for_int():
            async for _ in 5:
                pass
        try:
            bad()
        except TypeError as error:
            print(error)


async def comprehension():
    return [x async for x in Source(3) if x != 1], {await child(i) async for i in Source(1)}


print(drive(comprehension()))
done = child(1)
done.close()
try:
    done.send(None)
except RuntimeError as error:
    print(error)
print(type(done).__name__, done.cr_frame)
