"""Bytes as keys of dicts and members of sets, alone and in tuples, beside equal bytearrays and memoryviews."""


class Loud(bytes):
    def __eq__(self, other):
        print("asked", bytes(self))
        return bytes.__eq__(self, other)

    __hash__ = bytes.__hash__


def fresh(text):
    return bytes(bytearray(text))


table = {b"a": 1, b"bb": 2, b"": 3, (b"k", 1): 4}
print(table[fresh(b"a")], table[fresh(b"bb")], table[fresh(b"")], table[(fresh(b"k"), 1)])
print(fresh(b"c") in table, (fresh(b"k"), 2) in table, table.get(fresh(b"zz")), "a" in table)
print({fresh(b"x"), fresh(b"x"), b"y"} == {b"x", b"y"}, len({fresh(b"x"), fresh(b"x")}))
print(hash(fresh(b"x")) == hash(b"x"), hash((b"x",)) == hash((fresh(b"x"),)))
print(b"a" == bytearray(b"a"), bytearray(b"a") == b"a", b"a" == memoryview(b"a"), b"a" != "a")
print(b"a" == fresh(b"a"), b"a" != fresh(b"b"), b"a" < fresh(b"b"), b"a\0" == b"a", b"a\0" in {b"a"})
print(table.get(Loud(b"a")), Loud(b"bb") in table, {Loud(b"q"): 1}.get(b"q"))


class Same:
    pass


one, two = Same(), Same()
named = {(Same, b"a"): 1, (int, b"a"): 2, (one, 1): 3}
print(named[(Same, fresh(b"a"))], named[(int, fresh(b"a"))], named.get((two, 1)), named[(one, 1)])


def counts(words):
    seen = {}
    for pair in zip(words, words[1:]):
        seen[pair] = seen.get(pair, 0) + 1
        if fresh(pair[0]) not in seen:
            seen[pair[0]] = 1
    return sorted(seen.items(), key=repr)


print(counts([fresh(bytes([c])) for c in b"abracadabra"]))
for _ in range(3000):
    counts([b"a", b"b", b"a"])
