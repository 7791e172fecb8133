# What keeps code alive over collections: generators, tracebacks and functions; and the caches of types,
# which knew code that is gone.
import gc
import traceback


def churn(n=1100):
    for i in range(n):
        eval(f"{i}+1")
    gc.collect()


def make(i):
    space = {"log": log}
    exec(
        f"def steps():\n    x = yield {i}\n    try:\n        yield x + {i}\n"
        f"    finally:\n        log.append({i})\n"
        f"def fail():\n    raise ValueError({i})\n"
        f"product = lambda a, b={i}: a * b", space)
    return space


def call(function, *arguments):
    return function(*arguments)


log = []
generators = [make(i)["steps"]() for i in range(100)]
print(sum(next(g) for g in generators))
churn()
print(sum(g.send(1) for g in generators))
churn()
for g in generators:
    g.close()
print(len(log), sum(log))

errors = []
for i in range(50):
    try:
        make(i)["fail"]()
    except ValueError as error:
        errors.append(error)
churn()
print(sum(e.__traceback__.tb_next.tb_lineno for e in errors))
print(traceback.format_tb(errors[5].__traceback__)[-1].strip())

for k in range(3):
    products = [make(i)["product"] for i in range(100)]
    churn()
    print(sum(call(f, k) for f in products), sum(call(f, k, 2) for f in products))


class Box:
    value = 1


def use(n):
    total = 0
    for _ in range(n):
        space = {}
        exec("def f(o): return o.value + o.method()", space)
        total += space["f"](box)
    return total


Box.method = lambda self: 2
box = Box()
print(use(1200))
Box.value = 5
churn()
print(use(1200))
Box.method = lambda self: 7
print(use(10))
