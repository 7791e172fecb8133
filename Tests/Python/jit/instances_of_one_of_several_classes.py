# isinstance with a tuple of classes, and with classes whose metaclass has something to say.
calls = 0


class Meta(type):
    def __instancecheck__(cls, instance):
        global calls
        calls += 1
        return instance == 5 or isinstance(instance, str)


class Checked(metaclass=Meta):
    pass


class Sub(Checked):
    pass


class Base:
    pass


class Derived(Base):
    pass


class Pretender:
    @property
    def __class__(self):
        return Base


class Tuple2(tuple):
    pass


def count(values):
    found = [0] * 8
    for value in values:
        if isinstance(value, (int, str)):
            found[0] += 1
        if isinstance(value, (list, tuple, dict)):
            found[1] += 1
        if isinstance(value, (Base, int)):
            found[2] += 1
        if isinstance(value, (float, Checked)):
            found[3] += 1
        if isinstance(value, Checked):
            found[4] += 1
        if isinstance(value, Base):
            found[5] += 1
        if isinstance(value, (Checked, float)):
            found[6] += 1
        if isinstance(value, ()):
            found[7] += 1
    return found


values = [
    1, "a", 2.5, 5, None, True, [], (), {}, Tuple2(), Base(), Derived(), Pretender(), Checked(), Sub(), 2**80, int,
]
print(count(values * 300), calls)
print(count([1] * 3000), calls)
print(count([2.5] * 3000), calls)
print(count([Checked()] * 3000), calls)
print(count([Sub()] * 3000), calls)
print(isinstance(Checked(), Checked), Meta.__instancecheck__(Checked, Checked()))


def failing(values, classes):
    seen = []
    for value in values:
        try:
            if isinstance(value, (str, classes)):
                seen.append(1)
        except TypeError as error:
            seen.append(str(error))
    return sorted(set(map(str, seen))), len(seen)


print(failing([1, "a", 2.5] * 1000, 3))
print(failing([1, "a", 2.5] * 1000, (int, (float, None))))
print(failing([1, "a", 2.5] * 1000, int | float))


# A class of the tuple is another one from some round on.
First = int


def changing(count):
    global First
    seen = 0
    for i in range(count):
        value = i if i % 2 else "x"
        if isinstance(value, (First, bytes)):
            seen += 1
        if i == count // 2:
            First = str
        if i == count // 2 + 300:
            Base.__class__ = Meta
    return seen


try:
    print(changing(5000))
except TypeError as error:
    print(type(error))


class Asked:
    asked = 0

    def __getattribute__(self, name):
        if name == "__class__":
            Asked.asked += 1
            if Asked.asked == 2500:
                raise KeyError("enough")
        return object.__getattribute__(self, name)


def asks(value, count):
    seen = 0
    for i in range(count):
        try:
            if isinstance(value, (list, Derived)):
                seen += 1
        except KeyError as error:
            print(i, error)
    return seen


print(asks(Asked(), 2000), Asked.asked)
