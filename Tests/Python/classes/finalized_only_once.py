"""An object that its finalizer keeps is known as finalized, and is not finalized again."""
import gc


class Kept:
    def __init__(self):
        self.me = self

    def __del__(self):
        kept.append(self)


kept = []


def give_up(count):
    for _ in range(count):
        Kept()


give_up(100)
gc.collect()
print(len(kept) >= 90, all(gc.is_finalized(each) for each in kept))
count = len(kept)
del kept[:-10]
gc.collect()
print(len(kept) < 20)

alive = Kept()
print(gc.is_finalized(alive), gc.is_finalized(3), gc.is_finalized([]))
