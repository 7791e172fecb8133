"""Allocates and walks many binary trees."""


def make(depth):
    return (make(depth - 1), make(depth - 1)) if depth else (None, None)


def count(tree):
    left, right = tree
    return 1 if left is None else 1 + count(left) + count(right)


def run(deepest=13):
    kept = make(deepest)
    totals = []
    for depth in range(4, deepest + 1, 3):
        trees = 1 << deepest - depth + 4
        totals.append((trees, depth, sum(count(make(depth)) for _ in range(trees // 8))))
    return totals, count(kept)
