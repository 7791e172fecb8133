"""`+` and `*` of lists and strs, and texts that differ late."""


class L(list):
    def __mul__(self, n):
        return "mul", n

    def __rmul__(self, n):
        return "rmul", n

    def __add__(self, other):
        return "add"

    def __radd__(self, other):
        return "radd"


class N(int):
    def __rmul__(self, other):
        return "N.rmul"


empty = []
for a in ([], [1], [1, [2]], L([3])):
    for n in (-1, 0, 1, 3, True, N(2), 2.0, "x"):
        for pair in ((a, n), (n, a)):
            try:
                print(pair[0] * pair[1], end=" ")
            except TypeError as error:
                print(error, end=" ")
    for b in ([], [4], L([5]), (6,)):
        try:
            print(a + b, end=" ")
        except TypeError as error:
            print(error, end=" ")
    print()
joined = empty + empty
print(joined is empty, joined, [[]] * 2, "ab" * 3, 3 * "ab", "ab" * -1, "ab" * True)
try:
    [1] * (1 << 62)
except MemoryError as error:
    print(type(error).__name__)

texts = ["", "a", "b", "é", "abcdefgh", "abcdefgi", "abcdefghi", "abcdefghj", "zbcdefghi", "\u0100", "\u0101",
         "a\U00010000", "b\U00010000", "a\0", "a\0\0"]
copies = ["".join(list(text)) for text in texts]
for i, text in enumerate(texts):
    print([j for j, copy in enumerate(copies) if text == copy], sum(text != copy for copy in copies))
big = "x" * 100
parts = [big[:50], big[50:], big[1:51], big[:49] + "y"]
print([[a == b for b in parts] for a in parts])
print(sorted([3, 1, 2]), sorted(range(70), key=lambda n: n * 37 % 71)[:5], sorted("banana", reverse=True))
