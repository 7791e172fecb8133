"""Random DNA by cumulative probability."""
from bisect import bisect_right
from itertools import accumulate

FREQUENCIES = [("a", 0.27), ("c", 0.12), ("g", 0.12), ("t", 0.27), ("B", 0.02), ("D", 0.02), ("H", 0.02),
               ("K", 0.02), ("M", 0.02), ("N", 0.02), ("R", 0.02), ("S", 0.02), ("V", 0.02), ("W", 0.02), ("Y", 0.02)]


def run(n=150000):
    letters = "".join(letter for letter, _ in FREQUENCIES)
    limits = list(accumulate(p for _, p in FREQUENCIES))
    seed = 42
    out = []
    line = []
    for _ in range(n):
        seed = (seed * 3877 + 29573) % 139968
        line.append(letters[min(bisect_right(limits, seed / 139968), 14)])
        if len(line) == 60:
            out.append("".join(line))
            line.clear()
    return len(out), out[0], out[-1]
