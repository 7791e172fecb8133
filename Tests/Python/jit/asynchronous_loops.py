"""Coroutines and asynchronous generators with hot loops, driven by a loop."""


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        received = yield self.value
        return received


class Held:
    def __init__(self, log):
        self.log = log

    async def __aenter__(self):
        return await Pause("enter")

    async def __aexit__(self, kind, error, trace):
        self.log[0] += 1
        return kind is KeyError


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.n -= 1
        if self.n < 0:
            raise StopAsyncIteration
        return self.n if self.n % 1000 else await Pause(self.n)


def drive(coroutine, answers=lambda value: value):
    value, steps = None, 0
    while True:
        try:
            value = answers(coroutine.send(value))
        except StopIteration as stop:
            return stop.value, steps
        steps += 1


async def adds(n):
    total = 0
    for i in range(n):
        total += await Pause(i)
    return total


async def numbers(n):
    for i in range(n):
        if i % 100 == 0:
            await Pause(i)
        yield i


async def consumes(n):
    total = 0
    async for i in numbers(n):
        if i % 2:
            continue
        total += i
    else:
        total += 1
    return total + sum([i async for i in numbers(50) if i % 3])


async def counts_down(n):
    total, last = 0, None
    async for i in Countdown(n):
        total += i
        last = i
    return total, last


async def leaf(i):
    if i % 500 == 499:
        raise ValueError(i)
    return i


async def middle(i):
    return await leaf(i) + 1


async def catches(n):
    total = caught = 0
    for i in range(n):
        try:
            total += await middle(i)
        except ValueError as error:
            caught += error.args[0]
    return total, caught


async def manages(n):
    log, total = [0], 0
    for i in range(n):
        async with Held(log) as entered:
            total += entered == "enter"
            if i % 10 == 0:
                raise KeyError(i)
            total += 1
    return total, log


def odd_answers(value):
    if value == 3000:
        return 0.5
    if value == 3500:
        return 1 << 62
    return value


async def closed_early():
    generator, seen = numbers(10_000), 0
    async for i in generator:
        seen += i
        if i == 3000:
            break
    await generator.aclose()
    return seen


print(drive(adds(9000)), drive(adds(9000), odd_answers))
print(drive(consumes(9000)), drive(counts_down(9000)), drive(catches(5000)), drive(manages(3000)))
print(drive(closed_early()))
try:
    drive(adds(4000), lambda value: value if value < 3000 else None)
except TypeError as error:
    print(error)
