"""property: getters, setters, deleters, errors, inheritance."""


class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees

    @property
    def degrees(self):
        "temperature"
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        self._degrees = None

    @property
    def fahrenheit(self):
        return self._degrees * 9 / 5 + 32


c = Celsius(20)
print(c.degrees, c.fahrenheit, Celsius.degrees.__doc__)
c.degrees = 30
print(c.degrees, c.fahrenheit)
for action in (lambda: setattr(c, "degrees", -300), lambda: setattr(c, "fahrenheit", 1),
               lambda: delattr(c, "fahrenheit")):
    try:
        action()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
del c.degrees
print(c.degrees)


class Sub(Celsius):
    @Celsius.degrees.getter
    def degrees(self):
        return "sub"


print(Sub(1).degrees)
p = property()
try:
    p.__get__(c)
except AttributeError as error:
    print(error)
print(property(lambda s: 1).__get__(None, Celsius).__class__)
