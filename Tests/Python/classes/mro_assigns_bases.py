# A metaclass's mro() sees a class that is being made, and may change its bases.

def attempt(function):
    try:
        print(function())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Watching(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ == "Watched":
            attempt(lambda: issubclass(cls, object))
            attempt(lambda: cls.missing)
            attempt(lambda: super(cls, cls).missing)
            attempt(lambda: type.__new__(type, "Extended", (cls,), {}))
        return type.mro(cls)


class Watched(metaclass=Watching):
    pass


class Nested(type):
    ready = False

    def mro(cls):
        if Nested.ready and cls.__name__ == "C":
            Nested.ready = False
            C.__bases__ = (B2,)
        return type.mro(cls)


class A(metaclass=Nested):
    pass
class B1(A):
    pass
class B2(A):
    pass
class C(A):
    pass


Nested.ready = True
C.__bases__ = (B1,)
B1.__bases__ = (C,)
print(C.__bases__, C.__mro__, B1.__mro__)
print(B2.__subclasses__(), B1.__subclasses__(), C.__subclasses__())
attempt(lambda: setattr(B2, "__bases__", (B1,)))
for order in ([5], 5, [int, object]):
    attempt(lambda: type("Wrong", (type,), {"mro": lambda cls: order})("X", (), {}))


class Reversed(type):
    def mro(cls):
        return list(reversed(type.mro(cls)))


class R(metaclass=Reversed):
    pass


print(R.__mro__, isinstance(R(), R), isinstance(R(), object))
