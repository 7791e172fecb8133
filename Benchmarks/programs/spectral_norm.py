"""The spectral norm of an infinite matrix, by the power method."""


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v, n):
    return [sum(element(i, j) * v[j] for j in range(n)) for i in range(n)]


def times_transposed(v, n):
    return [sum(element(j, i) * v[j] for j in range(n)) for i in range(n)]


def run(n=100):
    u = [1.0] * n
    for _ in range(10):
        v = times_transposed(times(u, n), n)
        u = times_transposed(times(v, n), n)
    return "%.9f" % (sum(a * b for a, b in zip(u, v)) / sum(b * b for b in v)) ** 0.5
