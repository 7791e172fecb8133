# A coroutine that has ended cannot be awaited, sent to or thrown into again; a closed one neither.
async def value():
    return 3


async def again(coroutine):
    try:
        return await coroutine
    except RuntimeError as error:
        return str(error)


def result(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value


coroutine = value()
print(result(again(coroutine)), result(again(coroutine)))
for call in (lambda: coroutine.send(None), lambda: coroutine.throw(KeyError), lambda: next(coroutine.__await__())):
    try:
        print(call())
    except RuntimeError as error:
        print(error)
coroutine.close()
closed = value()
closed.close()
print(result(again(closed)))
