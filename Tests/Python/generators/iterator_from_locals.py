# The iterator of a generator expression, taken from its locals, stays what it is.

class T:
    def __iter__(self):
        yield 1; yield 2
g = (sorted(locals()) and x for x in T())
held = g.gi_frame.f_locals['.0']
print(type(held).__name__, list(g))
again = [list(T()) for _ in range(5)]
def other():
    for x in T(): yield x
h = other(); next(h)
print(list(held), again, list(h))
