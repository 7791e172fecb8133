"""Interning a string made by many additions, whose characters lie apart from it."""

import sys


class Box:
    pass


def grown(start, pieces):
    text = start
    for i in range(pieces):
        text += f"-{i}-abcdefgh"
    return text


def junk():
    return [("x" * 40) + str(i) for i in range(40)], [grown("j" * 100, 5) for _ in range(4)]


kept = []
for number in range(60):
    kept.append(sys.intern(grown(f"n{number}" + "y" * 120, 12)))
    junk()
box = Box()
for number in range(40):
    setattr(box, grown(f"a{number}" + "z" * 130, 9), number)
    junk()
print([hash(text) == hash(grown(f"n{n}" + "y" * 120, 12)) for n, text in enumerate(kept)].count(True))
print([text == grown(f"n{n}" + "y" * 120, 12) for n, text in enumerate(kept)].count(True))
print([getattr(box, grown(f"a{n}" + "z" * 130, 9)) for n in range(40)] == list(range(40)))
print(kept[7][-30:], sorted(vars(box))[3][-30:])
