# Loops of a module's own code: its names are found and stored like globals.
import sys

total = 0
for i in range(30000):
    total += i
print(total, i)

numbers = [0] * 100
for repeat in range(300):
    for k in range(len(numbers)):
        numbers[k] += k
print(numbers[7], k, repeat)

# A name that comes, one that goes, and a builtin that is hidden and seen again.
seen = []
for i in range(9000):
    if i == 5000:
        late = "came"
        len = lambda x: -1
    if i == 6000:
        del len
    if i > 5000 and i % 1500 == 0:
        seen.append((late, len([1, 2])))
    if i == 8000:
        del late
try:
    late
except NameError as error:
    print(error)
print(seen)

# Types that change, and errors in the middle.
x = 0
for i in range(12000):
    if i == 7000:
        x = 0.5
    if i == 9000:
        x = 1 << 70
    x = x + 1
print(x)
try:
    for i in range(20000):
        y = 10 // (15000 - i)
except ZeroDivisionError as error:
    print(i, y, error.__traceback__.tb_lineno)

# Stores that others make: a function, the namespace, a frame.


def assign(n):
    global shared
    shared = n


shared = 0
for i in range(6000):
    if i % 1000 == 0:
        assign(i)
    if i % 1500 == 0:
        globals()["shared"] += 1
    if i % 2500 == 0:
        sys._getframe().f_locals["shared"] += 5
    shared += 1
print(shared)

# The frame has an object by now.
count = 0
while count < 20000:
    count += 1
print(count)

# The same code in other namespaces, of its own and with apart locals.
code = compile("for i in range(steps):\n    total = total + i * weight\n", "looped", "exec")
for steps, weight in ((9000, 1), (9000, 2), (40, 3), (9000, 0.5)):
    space = {"steps": steps, "weight": weight, "total": 0}
    exec(code, space)
    print(space["total"], space["i"])
    outer, inner = {"steps": steps, "weight": weight}, {"total": 1}
    exec(code, outer, inner)
    print(sorted(inner.items()), "total" in outer)


class Names(dict):
    reads = 0

    def __getitem__(self, key):
        Names.reads += 1
        return dict.__getitem__(self, key)


names = Names(steps=5000, weight=1, total=0)
exec(code, {}, names)
print(names["total"], Names.reads)


class Body:
    total = 0
    for step in range(5000):
        total += step


print(Body.total, Body.step)
