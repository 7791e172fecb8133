"""C3 linearisation, its errors, and cooperative super."""


class Base:
    def who(self):
        return ["Base"]


class Left(Base):
    def who(self):
        return ["Left"] + super().who()


class Right(Base):
    def who(self):
        return ["Right"] + super().who()


class Bottom(Left, Right):
    def who(self):
        return ["Bottom"] + super().who()


print([c.__name__ for c in Bottom.__mro__])
print(Bottom().who())
print(Bottom.mro() == list(Bottom.__mro__))
try:
    type("Bad", (Base, Left), {})
except TypeError as error:
    print(error)
try:
    class Twice(Base, Base):
        pass
except TypeError as error:
    print(error)
try:
    class FromBool(bool):
        pass
except TypeError as error:
    print(error)
print(issubclass(Bottom, (int, Left)), isinstance(Bottom(), Right))
print(Base.__subclasses__())
Right.__bases__ = (Left,) if False else Right.__bases__
print(super(Left, Bottom()).who())
print(Bottom.__base__, Bottom.__bases__)
