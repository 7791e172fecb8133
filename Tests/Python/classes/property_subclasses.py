# Doc strings of properties and of their subclasses' instances.

class Named(property):
    """of the subclass"""


class Slotted(property):
    __slots__ = ()


def getter(self):
    """of the getter"""
    return 1


def other(self):
    """of the other"""
    return 2


for kind in (property, Named):
    made = kind(getter)
    print(made.__doc__, kind(getter, doc="given").__doc__, kind(fset=other).__doc__)
    print(made.getter(other).__doc__, made.setter(other).__doc__, kind(doc="given").getter(other).__doc__)
print(Named.__doc__, Slotted(fset=other).fset is other)
try:
    Slotted(getter)
except AttributeError as error:
    print(error)
try:
    property(getter).fget = other
except AttributeError as error:
    print(error)
try:
    property().__set_name__(int)
except TypeError as error:
    print(error)
