# eval() and exec() of a function's code call it: with variables of its own, and without arguments.
def report(body):
    try:
        print(body())
    except TypeError as error:
        print(error)


def parameters(a, b=2, *c, d=4, **e):
    return a, b, c, d, e


def rest(*args, **keywords):
    return args, keywords


def keyword(*, key):
    return key


def own_variables():
    z = 1
    return z, locals()


def generator():
    yield 1


async def coroutine():
    return 5


def cells():
    q = 3
    return (lambda: q)()


def inner():
    free = 1

    def function():
        return free

    return function


def run_coroutine():
    try:
        eval(coroutine.__code__).send(None)
    except StopIteration as stop:
        return stop.value


for function in (parameters, rest, keyword, own_variables, cells, inner()):
    report(lambda: eval(function.__code__))
    report(lambda: eval(function.__code__, {"x": 1}, {"y": 2}))
report(lambda: exec(parameters.__code__, {}))
report(lambda: list(eval(generator.__code__)))
report(run_coroutine)
