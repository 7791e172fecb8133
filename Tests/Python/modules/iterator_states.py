# What itertools' iterators answer to __reduce__ and take from __setstate__.

import copy
import itertools
import operator
import pickle
import warnings

warnings.simplefilter("ignore", DeprecationWarning)


def second(first, other):
    return other


MAKERS = [
    lambda: itertools.count(3, 2), lambda: itertools.cycle("abc"), lambda: itertools.repeat(5, 4),
    lambda: itertools.accumulate([1, 2, 3, 4], operator.mul), lambda: itertools.accumulate([1, 2], initial=7),
    lambda: itertools.accumulate([None, 1, 2], second), lambda: itertools.chain("ab", "cd"),
    lambda: itertools.chain.from_iterable(["ab", "cd"]), lambda: itertools.compress("abcdef", [1, 0, 1, 1, 1, 1]),
    lambda: itertools.dropwhile(bool, [1, 0, 1, 2]), lambda: itertools.takewhile(bool, [1, 1, 0, 2]),
    lambda: itertools.filterfalse(None, [0, 1, 0, 0]), lambda: itertools.starmap(pow, [(1, 2), (3, 4), (5, 6)]),
    lambda: itertools.islice("abcdefgh", 1, 7, 2), lambda: itertools.zip_longest("abc", "d", fillvalue=9),
    lambda: itertools.product("ab", "cd"), lambda: itertools.permutations("abc", 2),
    lambda: itertools.combinations("abcd", 2), lambda: itertools.combinations_with_replacement("abc", 2)]


def taken(make, steps):
    iterator = make()
    for _ in range(steps):
        next(iterator, None)
    return iterator


for make in MAKERS:
    for steps in (0, 1, 2, 5):
        for again in (copy.copy, copy.deepcopy, lambda iterator: pickle.loads(pickle.dumps(iterator))):
            print(type(make()).__name__, list(itertools.islice(again(taken(make, steps)), 8)))
for make in MAKERS[15:]:
    for state in ((9, 9), (-1, 0), (0,), "ab", None, ((9, 9, 9), (9, 9))):
        iterator = make()
        try:
            iterator.__setstate__(state)
            print(list(iterator))
        except (TypeError, ValueError):
            print("refused")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    itertools.count().__reduce__()
    print(caught[0].message)
numbers = iter([1, 2, 3].pop, 1)
print(type(pickle.loads(pickle.dumps(iter(int, 0)))).__name__, list(numbers), numbers.__reduce__()[1])
