"""Metaclasses: __prepare__, __new__, __init__, __call__, keywords, conflicts."""


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **keywords):
        print("prepare", name, keywords)
        return {"injected": 1}

    def __new__(mcs, name, bases, namespace, **keywords):
        print("new", name, [k for k in namespace if not k.startswith("__")])
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **keywords):
        print("init", name)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def __len__(cls):
        return 42

    def __contains__(cls, item):
        return item == "yes"

    def __iter__(cls):
        return iter("abc")


class A(metaclass=Meta, flag=True):
    value = 2


class B(A):
    pass


print(len(A), "yes" in A, list(B), A().value, A.injected, type(B) is Meta)


class Hook:
    registry = []

    def __init_subclass__(cls, /, tag=None, **keywords):
        super().__init_subclass__(**keywords)
        cls.registry.append((cls.__name__, tag))


class H1(Hook, tag="one"):
    pass


class H2(H1):
    pass


print(Hook.registry)
try:
    class H3(Hook, other=1):
        pass
except TypeError as error:
    print(error)


class Other(type):
    pass


try:
    class Clash(A, metaclass=Other):
        pass
except TypeError as error:
    print(error)


def function_meta(name, bases, namespace):
    return (name, bases, sorted(k for k in namespace if not k.startswith("__")))


class Weird(metaclass=function_meta):
    z = 1


print(Weird)
