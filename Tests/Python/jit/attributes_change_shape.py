"""Instances whose attributes come, go and change their kind while hot code reads them."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Reversed:
    def __init__(self, x, y):
        self.y = y
        self.x = x


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Computed:
    def __init__(self, x, y):
        self.pair = x, y

    def __getattr__(self, name):
        return self.pair["xy".index(name)]


def total_of(points, n):
    total = 0
    for i in range(n):
        point = points[i % len(points)]
        total += point.x * 2 - point.y
    return total


def grow(n, at):
    point, total = Point(1, 2), 0
    for i in range(n):
        if i == at:
            point.z = 5
        elif i == at + 50:
            del point.x
            point.x = 0.5
        elif i == at + 100:
            point.__dict__["x"] = 9
        elif i == at + 150:
            vars(point).clear()
            point.y, point.x = 1, 2
        elif i == at + 200:
            point.__dict__ = {"x": 1 << 62, "y": 4}
        point.y += 1
        total += point.x + point.y
    return total, sorted(vars(point).items())


def missing(n, at):
    point, count = Slotted(1, 2), 0
    for i in range(n):
        if i == at:
            del point.x
        try:
            count += point.x
        except AttributeError as error:
            if i < at + 3:
                print(error)
            if i == at + 100:
                point.x = 7
        point.y = i
    return count, point.y


def kinds(n):
    point = Point(0, 0.0)
    for i in range(n):
        point.x += 1
        point.y += 0.5
        if i == n // 2:
            point.x = (1 << 62) - 100
        elif i == n // 2 + 500:
            point.x = 1.5
        elif i == n // 2 + 1000:
            point.y = 1 << 70
    return point.x, point.y


def aliases(n):
    first = Point(0, 0)
    second, third, seen = first, Point(0, 0), 0
    for i in range(n):
        first.x = i
        third.x = -i
        seen += second.x + third.x
        if i == n // 2:
            third = first
    return seen


def short_lived(n, at):
    kept, total = [], 0
    for i in range(n):
        point = Point(i, i & 3)
        point.x += 1
        if i % at == at - 1:
            kept.append(point)
            point.y = -1
        total += point.x - point.y
    return total, [(p.x, p.y) for p in kept]


for points in ([Point(1, 2)], [Point(1, 2), Reversed(3, 4)], [Slotted(1, 2), Point(0.5, 1)],
               [Point(1, 2), Reversed(3, 4), Slotted(5, 6), Computed(7, 8), Computed(1 << 62, 1)]):
    print(total_of(points, 8000))
print(grow(20_000, 10_000))
print(missing(5000, 2500))
print(kinds(20_000))
print(aliases(20_000))
print(short_lived(6000, 1500))
