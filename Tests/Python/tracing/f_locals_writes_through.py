# f_locals of a function reads and writes its variables; locals() is a copy (PEP 667).
import sys


def function():
    x = 1
    y = 2
    frame = sys._getframe()
    proxy = frame.f_locals
    proxy["x"] = 5
    proxy["new"] = 3
    print(x, "new" in proxy, sorted(locals()))

    def closure():
        return y

    frame.f_locals["y"] = 7
    print(closure(), y)
    copy = locals()
    copy["x"] = 99
    print(x, locals()["x"])
    for action in (
        lambda: proxy.__delitem__("x"), lambda: proxy.__delitem__("nothing"), lambda: proxy["nothing"],
        lambda: proxy.pop("x"), lambda: proxy.pop("nothing"), lambda: proxy.pop("new"),
        lambda: proxy.update(3), lambda: hash(proxy), lambda: proxy | 3, lambda: type(proxy)(3),
        lambda: proxy.get("nothing", 8), lambda: proxy.setdefault("x", 1), lambda: proxy == frame.f_locals,
        lambda: proxy == dict(proxy), lambda: len(proxy), lambda: list(proxy), lambda: reversed(proxy),
        lambda: (proxy | {"z": 1})["z"], lambda: [type(part).__name__ for part in (
            proxy.keys(), proxy.values(), proxy.items(), proxy.copy(), proxy)],
        lambda: proxy.update({"x": 11}),
    ):
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)
    print(x, repr(proxy)[:9])
    return frame


frame = function()
print(frame.f_locals["x"])
frame.f_locals["x"] = 77
print(frame.f_locals["x"], sorted(frame.f_locals))


def generator():
    a = 1
    yield a
    yield a


steps = generator()
next(steps)
steps.gi_frame.f_locals["a"] = 42
print(next(steps))
try:
    steps.gi_frame.clear()
except RuntimeError as error:
    print(error)
print(type(sys._getframe().f_locals) is dict)


class Body:
    z = 1
    sys._getframe().f_locals["w"] = 2


print(Body.w)
print([sys._getframe().f_locals["item"] for item in "ab"])


def tracer(frame, event, arg):
    if event == "line" and frame.f_code is counts.__code__ and frame.f_locals.get("total") == 3:
        frame.f_locals["total"] = 100
    return tracer


def counts():
    total = 0
    for number in range(5):
        total += number
    return total


sys.settrace(tracer)
result = counts()
sys.settrace(None)
print(result)
