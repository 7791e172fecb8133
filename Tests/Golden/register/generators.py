def numbers(n):
    x = yield n
    y = yield from numbers(x)
    return y


async def consume(source):
    async with source as items:
        async for item in items:
            await item
