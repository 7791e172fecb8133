# Dataclasses with slots, and what they ask of classes.
import dataclasses
import inspect
import types
from dataclasses import dataclass, field


@dataclass
class Plain:
    __slots__ = ("x",)
    x: int


try:
    Plain()
except TypeError as error:
    print(error)


@dataclass(slots=True)
class Point:
    x: int
    y: int = 2
    z: list = field(default_factory=list)


@dataclass(slots=True)
class Named(Point):
    name: str = "n"


@dataclass(slots=True, weakref_slot=True)
class Referable:
    x: int


class Base:
    pass


@dataclass(slots=True, weakref_slot=True)
class Derived(Base):
    x: int


print(Point(1), Named(1, name="q"), Point.__slots__, Named.__slots__)
print(Referable.__slots__, Derived.__slots__)
print(type(Point.x), type(Point.x) is types.MemberDescriptorType, inspect.ismemberdescriptor(Point.x))
print(inspect.isgetsetdescriptor(Point.x), type(types.FunctionType.__code__))
print([bool(cls.__weakrefoffset__) for cls in (Base, Point, Referable, int, set, dict)])


def function():
    pass


print(function.__globals__ is globals())
try:
    function.__globals__ = {}
except AttributeError as error:
    print(error)
print(dataclasses.replace(Point(1), x=5))
