# Calls of classmethods from one place, while the classes change.


class Base:
    @classmethod
    def make(cls, n=1):
        return cls.__name__, n

    @staticmethod
    def plain(n=2):
        return "static", n


class Derived(Base):
    pass


class Other:
    make = classmethod(lambda cls, n=5: ("other", cls.__name__, n))
    plain = classmethod(print)


def call(cls, *rest):
    return cls.make(*rest), cls.make()


for cls in (Base, Base, Derived, Base, Other, Derived):
    for i in range(3):
        print(call(cls, i))


def caller(cls):
    return cls.make()


print([caller(Base) for i in range(4)])
Base.make = classmethod(lambda cls: ("replaced", cls))
print([caller(Base) for i in range(2)] == [("replaced", Base)] * 2)
Base.make = staticmethod(lambda: "static now")
print(caller(Base), caller(Derived))
Derived.make = classmethod(lambda cls: "own")
print(caller(Derived), caller(Base))
del Derived.make
print(caller(Derived))


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    @classmethod
    def make(cls):
        return "class"

    attribute = "class attribute"


def read(cls):
    return cls.attribute


print([caller(WithMeta) for i in range(3)], [read(WithMeta) for i in range(3)])
Meta.make = property(lambda cls: lambda: "metatype's property")
Meta.attribute = property(lambda cls: "metatype's attribute")
print(caller(WithMeta), read(WithMeta))
del Meta.make, Meta.attribute
print(caller(WithMeta), read(WithMeta))
Meta.make = lambda cls: "metatype's function"
print(caller(WithMeta))

# Tuples of subclasses as keys and in comparisons.
from collections import namedtuple

Point = namedtuple("Point", "x y")
places = {(Point(1, (2.5, "a")), 3): "found"}
print(places[(Point(1, (2.5, "a")), 3)], (Point(1, (2.5, "b")), 3) in places)
print(Point(1, 2) == (1, 2), (1, 2) == Point(1, 2), Point(1, 2) < (1, 3), hash(Point(1, 2)) == hash((1, 2)))


class Odd(tuple):
    def __eq__(self, other):
        return "odd"

    __hash__ = tuple.__hash__


print((Odd((1,)),) == ((1,),), Odd((1,)) == (1,), (1,) == Odd((1,)), ((1,),) == (Odd((1,)),))
print({Odd((1,)): 1}.get((1,)), {(1,): 2}.get(Odd((1,))), (1, float("nan")) == (1, float("nan")))
deep = shallow = ()
for i in range(40):
    deep, shallow = (deep,), (shallow,)
print(deep == shallow, {deep: 1}[shallow], deep != (shallow,))
