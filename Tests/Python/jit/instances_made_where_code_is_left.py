"""Instances that hot code does without are there, with all they hold, wherever something else gets to see them."""

import sys


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def scale(self, factor):
        return Vector(factor * self.x, factor * self.y, factor * self.z)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def __repr__(self):
        return f"{type(self).__name__}{tuple(self.__dict__.items())}"


class Ray:
    __slots__ = ("origin", "direction")

    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction


class Other:
    pass


def lengths(vectors):
    """Operands of other kinds come when the sum exists already."""
    total = []
    for a, b in vectors:
        both = a + b
        try:
            total.append(both.scale(2).dot(both))
        except TypeError as error:
            frame = error.__traceback__.tb_frame
            total.append((str(error), repr(frame.f_locals["both"])))
    return total


def inside_constructor(values):
    """Code is left within `__init__`, when some attributes are set."""

    class Checked:
        def __init__(self, value):
            self.value = value
            self.twice = value + value
            self.thrice = self.twice * value

    kept = []
    for value in values:
        try:
            checked = Checked(value)
            kept.append(checked.thrice - checked.value)
        except TypeError as error:
            trace = error.__traceback__
            while trace.tb_next:
                trace = trace.tb_next
            kept.append(sorted(trace.tb_frame.f_locals["self"].__dict__) if "self" in trace.tb_frame.f_locals else vars(checked))
    return kept


def rarely_seen(n, every):
    kept = []
    total = 0
    for i in range(n):
        v = Vector(i, i + 0.5, -i)
        w = v.scale(3)
        total += w.x - v.y
        if i % every == every - 1:
            kept.append(v)
            kept.append((w, v, w))
    return total, [repr(k) for k in kept], all(kept[i] is kept[i + 1][1] for i in range(0, len(kept), 2))


def refer_to_each_other(n, at):
    kept = None
    total = 0
    for i in range(n):
        v = Vector(i, 1, 2)
        ray = Ray(v, v)
        ray.origin.x += 1
        total += ray.direction.x
        if i == at:
            kept = ray, v
    return total, kept[0].origin is kept[0].direction is kept[1], kept[1].x


def changed_behind(n, at):
    """The object that another one refers to is written to afterwards."""
    total = 0
    for i in range(n):
        v = Vector(i, 1, 2)
        ray = Ray(v, None)
        v.y = i
        ray.direction = v.y + v.x
        total += ray.origin.y + (ray.direction if i != at else len(ray.direction_of_nothing) if i < 0 else 7)
        if i == at:
            total += sum(vars(ray.origin).values())
    return total


def another_class(n, at):
    seen = []
    for i in range(n):
        v = Vector(i, 2, 3)
        if i == at:
            v.__class__ = Other
        if type(v) is Other:
            seen.append(sorted(vars(v).items()))
        elif v.x < 0:
            seen.append(v)
    return seen


def another_attribute(n, at):
    total = 0
    for i in range(n):
        v = Vector(i, 2, 3)
        if i % at == 0:
            v.w = i
            v.x = "x"
        total += v.w if hasattr(v, "w") else v.x
    return total


def removed_attribute(n, at):
    total = 0
    for i in range(n):
        v = Vector(i, 2, 3)
        if i == at:
            del v.y
        try:
            total += v.y
        except AttributeError as error:
            total += len(str(error))
    return total


def identities(n):
    same = 0
    for i in range(n):
        v = Vector(i, i, i)
        w = Vector(i, i, i)
        u = v if i % 3 else w
        same += (v is w) + 2 * (u is v) + 4 * (v is v) + 8 * (v is None)
    return same


def overflowing(values):
    result = []
    for value in values:
        v = Vector(value, 1, 1)
        product = v.x * v.x * v.x
        result.append(product + v.y)
    return result


def looked_at(n, at):
    """Somebody looks at the frame while only its code knows the object."""

    def look(i):
        return sys._getframe(1).f_locals["v"].x if i == at else 0

    total = 0
    for i in range(n):
        v = Vector(i, 1, 1)
        total += look(i) + v.y
    return total


def rebound_in_loop(n):
    v = Vector(0, 0, 1.5)
    for i in range(n):
        v = v + Vector(1, i, 0.5)
    return repr(v)


def shown(function, *arguments):
    """What the variables of a function hold where it raises."""
    try:
        return ["returned", repr(function(*arguments))], None
    except (ZeroDivisionError, TypeError) as error:
        found = error.__traceback__.tb_next.tb_frame.f_locals
        names = [name for name in "uvwr" if name in found]
        return [name + "=" + repr(found[name]) for name in names], found.get("u") is found.get("v")


def of_the_round_before(n, at, v):
    total = 0
    for i in range(n):
        total += 1 // (at - i)
        v = Vector(i, i * 0.5, total)
        total += v.x - v.z
    return total


def not_set_at_first(n, at):
    total = 0
    for i in range(n):
        total += 1 // (at - i)
        w = Vector(i, total, 1)
        total += w.y % 7
    return total


def set_in_some_rounds(n, at):
    v = w = 5
    total = 0
    for i in range(n):
        if i % 3 == 0:
            v = Vector(i, 0.25, total)
            total += v.y
        else:
            w = Vector(1.5, i, None)
            total -= w.x
        total += 1 // (at - i)
    return total


def known_by_two_names(n, at):
    total = 0
    for i in range(n):
        u = v = Vector(i, 1, 1)
        u.y = i
        total += v.y + 1 // (at - i)
    return total


def of_two_classes(n, at):
    total = 0
    for i in range(n):
        v = Vector(i, 1, 1) if i & 1 else Ray(i, 1)
        total += 1 // (at - i)
    return total


def within_each_other(n, at):
    total = 0
    for i in range(n):
        total += 1 // (at - i)
        v = Vector(i, 2.5, 1)
        r = Ray(v, Vector(v, v, i))
        total += r.origin.x + r.direction.z
    return total


def nested_loops(n, at):
    total = 0
    for i in range(n):
        v = Vector(i, 1, 2)
        for j in range(20):
            w = Vector(j, v.x, i)
            total += w.y + 1 // (at - i)
            v.z = j
        total += v.z
    return total


pairs = [(Vector(i, i * 0.5, -i), Vector(1, 2, 3)) for i in range(40000)]
pairs[39500] = (Vector("a", 1, 2), Vector("b", 1, 2))
pairs[39700] = (Vector(1 << 62, 1, 2), Vector(1 << 62, 1, 2))
pairs[39800] = (Vector(True, 1, 2), Vector(1.5, False, 2))
for index, value in enumerate(lengths(pairs)):
    if index % 100 == 0 and index >= 39400:
        print(value)
print(inside_constructor([1] * 40000 + [2.5] * 50 + ["a", 3, None, 1 << 61, [1]] + [4] * 20)[40045:])
print(*rarely_seen(40000, 12900))
print(*refer_to_each_other(40000, 39001))
print(changed_behind(40000, 39004))
print(another_class(40000, 39011))
print(another_attribute(40000, 7001))
print(removed_attribute(40000, 39500))
print(identities(40000))
print(overflowing([3] * 40000 + [1 << 40, 5, -(1 << 61), 2.5])[39998:])
print(looked_at(40000, 39200))
print(rebound_in_loop(40000))
for at in (50000, 39000, 1, 0):
    for start in (None, 1, 2.5, 1 << 70, []):
        print(*shown(of_the_round_before, 40000, at, start))
    print(*shown(not_set_at_first, 40000, at))
    print(*shown(set_in_some_rounds, 40000, at))
    print(*shown(known_by_two_names, 40000, at))
    print(shown(of_two_classes, 40000, at)[1])
    found = shown(within_each_other, 40000, at)
    print(found[0][:1], len(found[0]))
    print(*shown(nested_loops, 4000, at // 10))
