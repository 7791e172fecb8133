# Loops over iterators that run Python functions: native code of the loop may come while such a function runs.

import time

# Nothing is compiled in the beginning of a program.
start = time.perf_counter()
while time.perf_counter() - start < 0.15:
    pass
source = """
def work(v):
    total = 0
    for j in range(8):
        total += j ^ v
    return total


def fresh(n):
    total = 0
    for x in map(work, range(n)):
        total += (x & 7) * 3 + (x & 15) - (x >> 3 & 1) + (x * 5 & 31)
    return total
"""
for repeat in range(4):
    names = {}
    exec(source, names)
    print(names["fresh"](120000))
