"""Async generators: iteration, asend, athrow, aclose, comprehensions."""


class Pause:
    def __await__(self):
        yield "pause"


async def numbers(n):
    try:
        for i in range(n):
            await Pause()
            got = yield i
            if got:
                print("got", got)
    except ValueError as error:
        yield f"caught {error}"
    finally:
        print("cleanup")


def drive(coroutine):
    count = 0
    while True:
        try:
            coroutine.send(None)
            count += 1
        except StopIteration as stop:
            return stop.value, count


async def main():
    print([x async for x in numbers(3)])
    g = numbers(5)
    print(await g.asend(None), await g.asend("sent"), await g.athrow(ValueError("v")))
    await g.aclose()
    g = numbers(5)
    print(await anext(g))
    await g.aclose()
    try:
        await anext(g)
    except StopAsyncIteration:
        print("exhausted")
    print(await anext(numbers(0), "default"))
    print({x: y async for x in numbers(2) async for y in numbers(1)})
    squares = (x * x async for x in numbers(3))
    print([s async for s in squares], type(squares).__name__)
    source = numbers(9)
    async for x in source:
        if x == 1:
            break
    await source.aclose()
    return "end"


result, count = drive(main())
print(result, count)
try:
    compile("async def f():\n    yield 1\n    return 2\n", "s", "exec")
except SyntaxError as error:
    print(error.msg)
