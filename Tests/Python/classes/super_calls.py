"""super(): zero arguments, explicit, in class methods, errors."""


class A:
    def f(self):
        return "A.f"

    @classmethod
    def make(cls):
        return ("A.make", cls.__name__)

    @property
    def p(self):
        return "A.p"


class B(A):
    def f(self):
        return "B.f>" + super().f()

    @classmethod
    def make(cls):
        return ("B", super().make())

    @property
    def p(self):
        return "B.p>" + super().p

    def nested(self):
        def inner(self):
            return super(B, self).f()
        return [inner(self), __class__.__name__]

    @staticmethod
    def bad():
        return super().f()


b = B()
print(b.f(), B.make(), b.p, b.nested())
for action in (b.bad, lambda: super(B, 3).f, lambda: super(B, b).nothing):
    try:
        print(action())
    except (RuntimeError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(super(B, b).__thisclass__.__name__, super(B, b).__self_class__.__name__)


class C(B):
    def __getattribute__(self, name):
        if name == "magic":
            return "from getattribute"
        return super().__getattribute__(name)

    def __setattr__(self, name, value):
        super().__setattr__(name, (value, "wrapped"))


c = C()
c.x = 1
print(c.magic, c.x)
