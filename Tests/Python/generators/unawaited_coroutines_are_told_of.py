"""A coroutine that nobody awaited gives a RuntimeWarning, with the place where it was made if that is noted."""

import asyncio
import gc
import sys
import warnings


async def work():
    return 1


def drop():
    work()


def close():
    work().close()


async def awaits():
    print(await work(), await asyncio.create_task(work()), await asyncio.gather(work(), work()))


def told(function):
    with warnings.catch_warnings(record=True) as messages:
        warnings.simplefilter("always")
        function()
        gc.collect()
        gc.collect()
    return [(m.category.__name__, str(m.message)) for m in messages]


print(told(drop))
print(told(close))
print(told(lambda: asyncio.run(awaits())))

print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)


def origin():
    coroutine = work()
    print([(line, name) for file, line, name in coroutine.cr_origin])
    coroutine.close()


origin()
[(category, text)] = told(drop)
print(category, [line.strip() for line in text.splitlines() if "File" not in line])
sys.set_coroutine_origin_tracking_depth(0)
coroutine = work()
print(coroutine.cr_origin)
coroutine.close()
for depth in (-1, 2**40, "1"):
    try:
        sys.set_coroutine_origin_tracking_depth(depth)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
