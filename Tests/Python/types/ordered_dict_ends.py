# Keys that move to either end while others come and go.
import random
from collections import OrderedDict


def holes():
    """The table is rebuilt for a key with many deleted entries before it."""
    d = OrderedDict.fromkeys(range(40))
    for key in range(1, 39):
        del d[key]
    d.move_to_end(39, last=False)
    return list(d)


def changes(seed):
    """Random changes against a list of keys."""
    choose = random.Random(seed)
    d, order = OrderedDict(), []
    for step in range(3000):
        key = choose.randrange(60)
        action = choose.randrange(10)
        if action < 5:
            if key not in d:
                order.append(key)
            d[key] = step
        elif action < 8:
            if d.pop(key, None) is not None:
                order.remove(key)
        elif action == 8 and order:
            last = choose.random() < 0.5
            assert d.popitem(last)[0] == order.pop(-1 if last else 0)
        elif action == 9 and key in d:
            last = choose.random() < 0.5
            d.move_to_end(key, last)
            order.remove(key)
            order.insert(len(order) if last else 0, key)
        assert list(d) == order, step
    return list(d.items())


print(holes())
for seed in range(5):
    print(changes(seed))
