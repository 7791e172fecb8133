"""Comprehensions of each kind, nested, with scopes and the walrus."""
print([x for x in range(5)], {x % 3 for x in range(9)}, {x: x * x for x in range(4)}, list(x for x in "abc"))
print([(x, y) for x in range(3) for y in range(x)], [[y for y in range(x)] for x in range(4)])
print([x for x in range(30) if x % 2 if x % 3])
x = "outer"
[x for x in range(3)]
print(x)
print([y := 1, y ** 2], [last := i for i in range(4)], last)


def scope():
    n = 10
    total = 0
    got = [(n, total := total + i) for i in range(4)]
    return got, total, [lambda: i for i in range(2)][0]()


print(scope())


class C:
    a = 3
    b = [i for i in range(a)]
    try:
        c = [a for i in range(2)]
    except NameError as error:
        c = str(error)


print(C.b, C.c)
print([a for (a, *b) in [(1, 2, 3), (4,)]], [k for k, v in {"q": 1}.items()], {**{"a": 1}, "b": 2})
print([i if i % 2 else -i for i in range(5)], [f"{i:02}" for i in range(3)])
print(next((i for i in range(10) if i > 5), None), any(i > 3 for i in range(5)), all([]))
try:
    [1 / i for i in (1, 0)]
except ZeroDivisionError as error:
    print(error)
gen = (i for i in iter_source) if False else (i for i in (1, 2))
print(next(gen), list(gen))
print([locals()["v"] for v in (1, 2)], sorted({(i, j) for i in "ab" for j in "cd"}))
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [n for row in matrix for n in row])
