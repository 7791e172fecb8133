# A dict that is filled and emptied at its end keeps finding out what it does not hold.
d = {}
for i in range(0, 2000, 7):
    d[i] = i
    assert 3 not in d
    del d[i]
for i in range(0, 2000, 7):
    d[i] = d[str(i)] = i
    assert d.popitem() == (str(i), i) and d.pop(i) == i
    assert 3 not in d and "x" not in d
d = {n: n for n in range(20)}
for i in range(5000):
    d.pop(i * 7 % 20, None)
    d[i % 20] = i
    d.popitem()
    d[i * 31 % 20] = -i
print(len(d), sorted(d.items()), list(d))
