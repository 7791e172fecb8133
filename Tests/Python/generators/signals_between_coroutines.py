# A signal is handled while coroutines, or generators, only call one another.
import signal


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop


async def coroutines(n):
    if n <= 1:
        return n
    return await coroutines(n - 1) + await coroutines(n - 2)


def generators(n):
    if n == 0:
        return 0
    a = yield from generators(n - 1)
    b = yield from generators(n - 1)
    return a + b


signal.signal(signal.SIGALRM, stop)
for make in (coroutines, generators):
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        make(200).send(None)
    except Stop:
        print("stopped", make.__name__)
