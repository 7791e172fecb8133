"""Handlers, cleanup code and the exception table."""


def read(path, default=None, *, strict=False):
    try:
        with open(path) as source, lock:
            return source.read()
    except (OSError, ValueError) as error:
        if strict:
            raise RuntimeError(path) from error
        return default
    finally:
        del path


def groups(task):
    for attempt in range(3):
        try:
            task(attempt)
        except* KeyError as errors:
            log(errors)
        except* OSError:
            pass
        else:
            continue
    assert attempt == 2, "gave up"


async def gather(sources):
    async with sources as stream:
        async for item in stream:
            await item
    return [x async for x in stream if await x]
