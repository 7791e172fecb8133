# Generators of loops are used again; single bytes are shared objects. Neither may find the other.

data = bytes(range(256))
singles = [data[i:i+1] for i in range(256)]
total = 0
for count in range(1, 24):
    names = " = ".join(f"local{i}" for i in range(count))
    space = {}
    exec(f"def numbers(stop):\n {names} = stop\n for i in range(stop):\n  yield i + local0", space)
    for i in space["numbers"](2):
        total += i
    for i in space["numbers"](3):
        total += i
print(total, all(single[0] == i for i, single in enumerate(singles)))
