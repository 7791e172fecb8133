# Names are added to the namespaces that the caches of instructions not run for long have seen.
import math

SCALE = 3


def rarely(i):
    if i % 1000 == 7:
        return len(str(SCALE)) + math.floor(SCALE + 0.5)
    return 1


def work(n):
    total = 0
    for i in range(n):
        total += rarely(i)
    return total


print(rarely(7), rarely(7))
for i in range(300):
    globals()["name%d" % i] = i
    setattr(math, "name%d" % i, i)
    if i % 50 == 0:
        print(work(30))
for i in range(300):
    del globals()["name%d" % i]
    delattr(math, "name%d" % i)
    if i % 50 == 0:
        print(work(1100))
print(work(5000))
