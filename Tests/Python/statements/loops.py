"""for and while with else, break, continue; ranges; conditional expressions; chained comparison."""
for i in range(3):
    if i == 5:
        break
else:
    print("no break", i)
while True:
    break
else:
    print("never")
n = 10
while n:
    n -= 1
    if n % 2:
        continue
    if n == 4:
        break
print(n)
for i in range(10, 0, -3):
    print(i, end=" ")
print()
for i in []:
    pass
print(i)
print(list(range(5, 5)), range(10)[2:8:3], range(0, 10, 3)[-1], len(range(0, -10, -3)), 6 in range(0, 10, 2), 7 in range(0, 10, 2))
print(range(3) == range(0, 3, 1), hash(range(0)) == hash(range(5, 5)), range(10).index(4), range(10 ** 30)[10 ** 29], list(reversed(range(4))))
try:
    range(1, 2, 0)
except ValueError as error:
    print(error)
try:
    len(range(10 ** 30))
except OverflowError as error:
    print(error)
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, not 1 < 2, 3 > 2 != 2 is not None)
print("yes" if [] else "no", [] or "default", 0 and 1, None or 0 or "", 1 and 2 and 3)
for a in range(3):
    for b in range(3):
        if b == 1:
            continue
        if a == 2:
            break
        print(a, b)
lst = [1, 2, 3]
for x in lst:
    if len(lst) < 6:
        lst.append(x * 10)
print(lst)
for i, c in enumerate("abc", 5):
    print(i, c, end=";")
for a, b, c in zip([1, 2], "xy", (True, False), strict=True):
    print(a, b, c)
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print(error)
print(list(map(lambda a, b: a + b, [1, 2], [10, 20])), list(filter(None, [0, 1, "", "a"])), list(enumerate("ab")))
i = 0
while (i := i + 1) < 5:
    pass
print(i)
assert True, "unused"
try:
    assert i == 0, f"i is {i}"
except AssertionError as error:
    print(repr(error))
