# type, id, issubclass, str, repr and format of whatever comes along.
import abc


class Meta(type):
    def __subclasscheck__(cls, other):
        return other is int or type.__subclasscheck__(cls, other)


class Checked(metaclass=Meta):
    pass


class Shape(abc.ABC):
    pass


class Round(Shape):
    def __repr__(self):
        return "Round()"

    def __format__(self, specification):
        return f"<{specification or 'plain'}>"

    def __str__(self):
        return "round"


class Loud(str):
    def __str__(self):
        return self.upper()

    def __repr__(self):
        return "Loud"

    def __format__(self, specification):
        return "loud" + specification


class Failing:
    failed = 0

    def __repr__(self):
        Failing.failed += 1
        raise KeyError(Failing.failed)


Shape.register(float)
values = [1, 2**70, 1.5, 1e300, True, None, "text", "\n'", b"x", (1, "a"), [1], {}, Round(), Loud("x"), int, Round, 2j]


def types(values, count):
    names = set()
    for i in range(count):
        value = values[i % len(values)]
        kind = type(value)
        names.add(kind.__name__)
        assert kind is value.__class__
    return sorted(names)


print(types(values, 4000))


def derived(classes, count):
    found = []
    for i in range(count):
        kind = classes[i % len(classes)]
        found.append(
            (issubclass(kind, int), issubclass(kind, (str, Shape)), issubclass(kind, Checked), issubclass(kind, Shape))
        )
    return found[-len(classes):]


for line in derived([int, bool, float, str, Loud, Round, Shape, Checked, object, type], 2500):
    print(line)


def wrong(classes, count):
    errors = set()
    for i in range(count):
        try:
            issubclass(classes[i % len(classes)], int if i % 2 else 5)
        except TypeError as error:
            errors.add(str(error))
    return sorted(errors)


print(wrong([int, 5, "x", None, bool], 2001))


def identities(values, count):
    seen = {}
    for i in range(count):
        value = values[i % len(values)]
        assert id(value) == id(values[i % len(values)])
        number = i * 1.1
        assert number is number and id(value) != id(values)
        seen[id(value)] = value
    return len(seen), all(id(value) == key for key, value in seen.items())


print(identities([[], {}, Round(), "x", "y", int, None], 3000))


def texts(values, count):
    result = []
    for i in range(count):
        value = values[i % len(values)]
        result.append(f"{value!r} {value!s} {value!a} {value}")
    return result[-len(values):]


for line in texts(values, 2500):
    print(line)


def formatted(values, specifications, count):
    result, errors = set(), set()
    for i in range(count):
        value, specification = values[i % len(values)], specifications[i % len(specifications)]
        try:
            result.add(f"{value:{specification}}|{value:>{i % 7 + 3}}")
        except (TypeError, ValueError) as error:
            errors.add(str(error))
    return sorted(result), sorted(errors)


print(formatted([1, 2.25, "s", True, 2**65], ["", "5", "<6", ".1f", "x", ",", "q", "010"], 4000))
print(formatted([None, Round(), Loud("y"), [1], b"x"], ["", ">8", "d"], 4000))


def failing(value, count):
    caught = []
    for i in range(count):
        try:
            text = f"{value!r}"
        except KeyError as error:
            caught.append(error.args[0])
    return caught == list(range(1, count + 1))


print(failing(Failing(), 2000), Failing.failed)


# What they are called by gets another meaning.
def changing(count):
    global type, issubclass
    found = set()
    for i in range(count):
        found.add(str(type(i)))
        found.add(issubclass(bool, int))
        if i == count // 2:
            type = lambda value: "my type"
            issubclass = lambda *classes: "my answer"
    return sorted(map(str, found))


print(changing(3000))
