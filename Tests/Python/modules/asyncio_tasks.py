# Futures and tasks: results, callbacks, cancellation, contexts, eager tasks, what they print.

import asyncio
import contextvars
import gc
import warnings
from asyncio import Future, Task


def attempt(function, *args, **keywords):
    try:
        print("=", function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


def futures(loop):
    future = Future(loop=loop)
    print(future, future._state, future.done(), future.cancelled(), future._callbacks)
    attempt(future.result)
    attempt(future.exception)
    calls = []
    future.add_done_callback(calls.append)
    future.add_done_callback(print)
    future.add_done_callback(calls.append)
    print(future.remove_done_callback(calls.append), len(future._callbacks))
    future.remove_done_callback(print)
    future.add_done_callback(calls.append)
    future.set_result(5)
    attempt(future.set_result, 6)
    attempt(future.set_exception, ValueError())
    print(future.result(), future.exception(), future, calls)
    loop.run_until_complete(asyncio.sleep(0))
    print(calls == [future])

    failed = Future(loop=loop)
    attempt(failed.set_exception, 3)
    failed.set_exception(KeyError("k"))
    print(failed._log_traceback)
    attempt(failed.result)
    print(failed._log_traceback, failed)
    attempt(setattr, failed, "_log_traceback", True)
    stopped = Future(loop=loop)
    stopped.set_exception(StopIteration)
    print(repr(stopped.exception()), repr(stopped.exception().__cause__))

    gone = Future(loop=loop)
    print(gone.cancel(msg="why"), gone.cancel(), gone.cancelled(), gone._cancel_message, gone)
    attempt(gone.result)

    bare = Future.__new__(Future)
    attempt(bare.result)
    attempt(bare.cancel)
    attempt(iter, bare)
    attempt(bare.add_done_callback, print)
    attempt(repr, bare)
    print(bare._loop, bare.done(), bare._asyncio_future_blocking)


def iterators(loop):
    future = Future(loop=loop)
    steps = iter(future)
    print(next(steps) is future, future._asyncio_future_blocking)
    attempt(next, steps)
    future.set_result((1, 2))
    try:
        steps.send(None)
    except StopIteration as stop:
        print("stop", stop.value)
    attempt(next, steps)
    attempt(steps.throw, 3)
    attempt(steps.throw, ValueError("x"))
    steps.close()


class OwnFuture(Future):
    def __init__(self, *args, **keywords):
        super().__init__(*args, **keywords)
        self.note = "own"

    def cancel(self, msg=None):
        print("cancel of", self.note, msg)
        return super().cancel(msg)


class OwnTask(Task):
    __slots__ = ("label",)

    def set_name(self, name):
        self.label = name
        super().set_name(name)


async def child(value):
    await asyncio.sleep(0)
    if value < 0:
        raise ValueError(value)
    return value * 2


variable = contextvars.ContextVar("variable", default=0)


async def contexts():
    async def inner():
        variable.set(variable.get() + 1)
        await asyncio.sleep(0)
        return variable.get()

    variable.set(10)
    task = asyncio.create_task(inner())
    other = contextvars.copy_context()
    other.run(variable.set, 100)
    second = asyncio.create_task(inner(), context=other)
    print(await task, await second, variable.get(), other[variable], second.get_context() is other)


async def cancelling():
    async def stubborn(times):
        while times:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as error:
                print("asked", error.args)
                times -= 1
        return "kept"

    task = asyncio.create_task(stubborn(2), name="stubborn")
    await asyncio.sleep(0)
    print(task.cancel("first"), task.cancelling())
    await asyncio.sleep(0)
    print(task.cancel("second"), task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel())
    print(await task, task.cancelled(), task.cancel())

    early = asyncio.create_task(child(1))
    early.cancel("early")
    try:
        await early
    except asyncio.CancelledError as error:
        print("early", error.args, early.cancelled())

    async def waits(future):
        await future

    future = OwnFuture(loop=asyncio.get_running_loop())
    task = asyncio.create_task(waits(future))
    await asyncio.sleep(0)
    task.cancel("through")
    try:
        await task
    except asyncio.CancelledError as error:
        print("through", error.args, future.cancelled())


async def mistakes():
    loop = asyncio.get_running_loop()

    class Wrong:
        def __init__(self, value):
            self.value = value

        def __await__(self):
            return (yield self.value)

    async def awaits(value):
        return await Wrong(value)

    def generator():
        yield

    future = loop.create_future()
    other_loop = asyncio.new_event_loop()
    for value in 5, future, other_loop.create_future(), generator():
        try:
            await asyncio.create_task(awaits(value))
        except RuntimeError as error:
            print(str(error).split(" in task ")[0].split(" Task ")[0][:45].split("<")[0])
    other_loop.close()

    async def itself():
        await asyncio.current_task()

    try:
        await asyncio.create_task(itself())
    except RuntimeError as error:
        print(str(error)[:28])
    attempt(Task, 3, loop=loop)
    done = asyncio.create_task(child(1))
    await done
    attempt(done.set_result, 1)
    attempt(done.set_exception, 1)


async def registry():
    loop = asyncio.get_running_loop()
    me = asyncio.current_task()
    print(me.get_name()[:5], me in asyncio.all_tasks(), asyncio.current_task(loop) is me)
    named = asyncio.create_task(child(4), name=["list"])
    print(named.get_name(), named in asyncio.all_tasks(), await named, named in asyncio.all_tasks())
    own = OwnTask(child(2), loop=loop)
    own.set_name("me")
    own.extra = [1]
    print(await own, own.label, own.extra, own.get_name(), own.get_coro().__name__)
    gathered = await asyncio.gather(child(1), child(-1), OwnTask(child(3), loop=loop), return_exceptions=True)
    print(gathered)


async def eager():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    order = []

    async def quick(name):
        order.append((name, asyncio.current_task().get_name()))
        return name

    async def slow(name):
        order.append(name)
        await asyncio.sleep(0)
        order.append("again")
        return name

    task = asyncio.create_task(quick("q"), name="quick")
    print(task.done(), task.result(), task.get_coro(), asyncio.current_task().get_name()[:5])
    task = asyncio.create_task(slow("s"))
    print(task.done(), order, task in asyncio.all_tasks())
    print(await task, order)

    async def fails():
        raise LookupError("eager")

    try:
        await asyncio.create_task(fails())
    except LookupError as error:
        print("raised", error)
    loop.set_task_factory(None)


def messages(loop):
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append(context["message"]))

    def leave():
        future = Future(loop=loop)
        future.set_exception(ValueError("lost"))
        tasks = [Task(child(-5), loop=loop) for _ in range(3)]
        loop.run_until_complete(asyncio.wait(tasks))

    leave()
    for _ in range(3):
        gc.collect()
    print(sorted(set(seen)))


def main():
    loop = asyncio.new_event_loop()
    futures(loop)
    iterators(loop)
    for function in contexts, cancelling, mistakes, registry, eager:
        print("--", function.__name__)
        loop.run_until_complete(function())
    messages(loop)
    attempt(asyncio.get_running_loop)
    attempt(asyncio.current_task)
    loop.close()


warnings.simplefilter("ignore")
main()
