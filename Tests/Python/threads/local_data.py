# threading.local: a namespace for each thread, made by `__init__` again.
import threading
import weakref


class Local(threading.local):
    kind = "local"

    def __init__(self, start):
        self.value = start
        self.log = [start]

    def add(self):
        self.value += 1
        return self.value


local = Local(10)
local.add()
local.extra = "main"


def look():
    print(local.value, local.log, hasattr(local, "extra"), local.kind)
    local.add()
    print(local.add(), sorted(local.__dict__))


thread = threading.Thread(target=look)
thread.start()
thread.join()
print(local.value, local.extra, sorted(local.__dict__))
plain = threading.local()
plain.a = 1
for attempt in (
    lambda: setattr(plain, "__dict__", {}),
    lambda: plain.missing,
    lambda: delattr(plain, "missing"),
    lambda: threading.local(1),
):
    try:
        attempt()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
del plain.a
print(plain.__dict__)
