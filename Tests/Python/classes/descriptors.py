"""The descriptor protocol: data, non-data, __set_name__, lookup order."""


class Traced:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return f"class:{self.name}"
        return instance.__dict__.get("_" + self.name, "unset")

    def __set__(self, instance, value):
        instance.__dict__["_" + self.name] = value

    def __delete__(self, instance):
        del instance.__dict__["_" + self.name]


class NonData:
    def __get__(self, instance, owner):
        return "non-data"


class Holder:
    x = Traced()
    y = NonData()

    def __getattr__(self, name):
        return f"getattr:{name}"


h = Holder()
print(h.x, Holder.x)
h.x = 5
print(h.x, sorted(h.__dict__))
del h.x
print(h.x)
try:
    del h.x
except KeyError as error:
    print("KeyError", error)
print(h.y)
h.y = 3
print(h.y, Holder.y)
print(h.missing)
print(Holder.__dict__["y"].__class__.__name__)


class Methods:
    def plain(self, *a):
        return (type(self).__name__, a)

    @classmethod
    def cls(cls, *a):
        return (cls.__name__, a)

    @staticmethod
    def static(*a):
        return a


m = Methods()
print(m.plain(1), Methods.plain(m, 2), m.cls(3), Methods.cls(4), m.static(5), Methods.static(6))
bound = m.plain
print(bound.__self__ is m, bound.__func__ is Methods.plain, bound.__name__, bound == m.plain)
try:
    Methods.plain()
except TypeError as error:
    print(error)
