"""send, throw, close, yield from, async programs."""
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
def g():
    try:
        x=yield 1; print('got',x)
        try: y=yield 2
        except ValueError as e: print('caught',e); y=yield 3
        return 'ret'
    finally: print('fin')
i=g(); t(lambda: next(i)); t(lambda: i.send('s')); t(lambda: i.throw(ValueError('v'))); t(lambda: next(i)); t(lambda: next(i))
i=g(); t(lambda: i.send(1)); next(i); t(lambda: i.close()); t(lambda: i.close()); t(lambda: i.send(None)); i=g(); t(lambda: i.throw(KeyError('k'))); t(lambda: next(i)); t(lambda: i.gi_frame); i=g(); next(i); t(lambda: (i.gi_running,i.gi_suspended,i.gi_yieldfrom,i.gi_code.co_name)); t(lambda: i.throw(5)); i.close()
def bad():
    try: yield 1
    except GeneratorExit: yield 2
i=bad(); next(i); t(lambda: i.close())
def r13():
    try: yield 1
    except GeneratorExit: return 'closed'
i=r13(); next(i); t(lambda: i.close())
def sub(): 
    try: r=yield 'a'; print('sub',r)
    except ValueError: yield 'exc'
    return 'subret'
def dele(): v=yield from sub(); print('v',v); yield from [1,2]; return 9
i=dele(); t(lambda: next(i)); t(lambda: i.send('x')); t(lambda: list(i)); i=dele(); next(i); t(lambda: i.throw(ValueError)); t(lambda: list(i))
def si(): yield 1; raise StopIteration('boom')
t(lambda: list(si()))
def rec():
    yield next(me)
me=rec(); t(lambda: next(me))
t(lambda: sum(x*x for x in range(5))); t(lambda: [*(c for c in 'ab')]); ge=(x for x in [1,2]); t(lambda: next(ge)); t(lambda: list(ge)); t(lambda: (x for x in 5)); t(lambda: list(x for x in (1,2) if x/0))
def ex():
    try: yield 1
    except Exception as e:
        print(type(e), e.__context__); raise
i=ex(); next(i); t(lambda: i.throw(TypeError,'msg')); 
def nested():
    for a in range(3):
        for b in (yield a): print('b',b)
i=nested(); next(i); t(lambda: i.send('xy')); t(lambda: i.send([])); t(lambda: i.send([]))
import inspect


class Pause:
    def __await__(self):
        return (yield "paused")


async def co(n):
    print("resumed with", await Pause())
    return n * 2


def drive(coroutine):
    """Runs a coroutine, answering each pause with a number."""
    answer = None
    count = 0
    while True:
        try:
            print("got", coroutine.send(answer))
        except StopIteration as stop:
            return stop.value
        count += 1
        answer = count


class Manager:
    async def __aenter__(self):
        await Pause()
        return "in"

    async def __aexit__(self, *error):
        print("exit", error[0])
        return True


async def numbers():
    try:
        for k in range(3):
            yield k
            await Pause()
    finally:
        print("numbers end")


async def main():
    print(await co(4), [x async for x in numbers()], {x: 1 async for x in numbers() if x})
    async with Manager() as value:
        print(value)
        raise ValueError("swallowed")
    agen = numbers()
    print(await anext(agen), await agen.asend(None))
    await agen.aclose()
    print(await anext(agen, "default"))
    try:
        await agen.__anext__()
    except StopAsyncIteration as error:
        print("StopAsyncIteration", error)
    agen = numbers()
    await anext(agen)
    try:
        await agen.athrow(KeyError("thrown"))
    except KeyError as error:
        print(repr(error))
    return "done"


print(drive(main()))
c = co(1)
t(lambda: c.send(None))
c.close()
t(lambda: c.send(None))
t(lambda: inspect.iscoroutine(c))


async def bad_await():
    await 5


async def bad_manager():
    async with 5:
        pass


async def bad_iteration():
    async for x in [1]:
        pass


for bad_one in (bad_await, bad_manager, bad_iteration):
    t(lambda: drive(bad_one()))
