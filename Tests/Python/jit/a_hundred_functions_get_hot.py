# More functions and loops than the tier expects at first are called until they are hot.
import time

functions = []
for number in range(100):
    namespace = {}
    exec(f"def function(n): return n * {number} + 1\n"
         f"def loop(n):\n    total = 0\n    for i in range(n): total += i % {number + 2}\n    return total",
         namespace)
    functions.append((namespace["function"], namespace["loop"]))

# Past the first moments of a program, in which nothing gets hot.
end = time.perf_counter() + 0.02
while time.perf_counter() < end:
    pass
total = 0
for function, loop in functions:
    for n in range(1300):
        total += function(n)
    total += loop(2600)
print(total, [function(2) for function, loop in functions][::9], [loop(5) for function, loop in functions][::9])
