"""Attribute access at one place on modules that come and go, and on what takes their memory."""

import types


def read(thing):
    try:
        return thing.x
    except AttributeError:
        return 0


total = 0
for number in range(60):
    module = types.ModuleType(f"m{number}")
    module.x = number
    total += read(module)
    del module
for number in range(40):
    others = [1e300 + i * 1e290 for i in range(40)]
    for other in others:
        total += read(other)
print(total)
