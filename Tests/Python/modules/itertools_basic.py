import itertools as it
print(list(it.islice(it.count(3, 2), 4)), it.count(1), it.count(1.5, 2), it.repeat(1, 3))
print(list(it.islice(it.cycle("ab"), 5)), list(it.repeat(7, 3)))
print(list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b, initial=10)))
print(list(it.chain([1], "ab")), list(it.chain.from_iterable([[1], [2]])))
print(list(it.compress("abcd", [1, 0, 1])), list(it.dropwhile(lambda x: x < 3, range(6))))
print(list(it.takewhile(lambda x: x < 3, range(6))), list(it.filterfalse(None, [0, 1, 2])))
print([(k, list(g)) for k, g in it.groupby("aabbc")])
print(list(it.islice(range(20), 2, 15, 4)), list(it.pairwise("abcd")), list(it.batched("abcde", 2)))
print(list(it.starmap(pow, [(2, 3), (3, 2)])))
a, b = it.tee([1, 2, 3]); print(next(a), list(b), list(a))
print(list(it.zip_longest("ab", "xyz", fillvalue="-")))
print(list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)), list(it.product()))
print(list(it.permutations("abc", 2)), len(list(it.permutations(range(5)))))
print(list(it.combinations("abcd", 2)), list(it.combinations_with_replacement("ab", 2)))
for f in (lambda: it.islice([1], -1), lambda: it.combinations([1], -1), lambda: it.batched([1], 0),
          lambda: it.count("a"), lambda: list(it.batched("abc", 2, strict=True)), lambda: it.product(x=1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
source = iter(range(10)); print(list(it.islice(source, 5, 3)), next(source))
