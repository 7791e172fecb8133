"""Counts and replaces patterns in text."""
import re

PATTERNS = ["agggtaaa|tttaccct", "[cgt]gggtaaa|tttaccc[acg]", "a[act]ggtaaa|tttacc[agt]t", "agg(ta|at)+c?", r"(a|c)\1g", "t{2,4}?a"]


def text(n, seed=11):
    letters = []
    for _ in range(n):
        seed = (seed * 3877 + 29573) % 139968
        letters.append("acgt"[seed * 4 // 139968])
    return "".join(letters)


def run():
    data = text(40000)
    counts = [len(re.findall(pattern, data)) for pattern in PATTERNS]
    replaced = re.sub("tg[ac]", lambda m: m.group().upper(), re.sub("aa", "<2>", data))
    return counts, len(replaced), replaced[:60]
