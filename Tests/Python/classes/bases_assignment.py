"""Assignment to __bases__: what is refused, and that a refused one changes nothing."""


class A:
    def f(self):
        return "A"


class B:
    def f(self):
        return "B"


class C(A):
    pass


class D(C):
    pass


class E(A, B):
    pass


thing = D()
print(thing.f())
C.__bases__ = (B,)
print(thing.f(), [k.__name__ for k in D.__mro__])
for bases in ((C,), (D,), (B, B), (), (B, 5), (A, E), B):
    try:
        C.__bases__ = bases
        print("accepted")
    except TypeError as error:
        print(str(error).split("\n")[0])
    print(thing.f(), C.__bases__, [k.__name__ for k in D.__mro__])
print(B in C.__mro__, [k.__name__ for k in B.__subclasses__()])


class Label(classmethod):
    pass


class F:
    @Label
    def name(cls):
        return cls.__name__


class G(F):
    pass


print(F.name(), G().name(), G.name())
