# Which classes an object may change to, and which bases a class may get.

def attempt(function):
    try:
        function()
    except TypeError as error:
        print("TypeError", error)
    else:
        print("fits")


class G:
    __slots__ = ["a", "b"]
class H:
    __slots__ = ["b", "a"]
class J:
    __slots__ = ["c", "b"]
class K(G):
    __slots__ = ["d"]
class L(H):
    __slots__ = ["d"]
class Plain:
    pass
class Other:
    pass
class Below(Plain):
    pass


g = G()
g.a, g.b = 1, 2
for target in (H, J, K, L, Plain, int):
    attempt(lambda: setattr(g, "__class__", target))
    print(type(g).__name__, g.a, g.b)
k = K()
attempt(lambda: setattr(k, "__class__", L))
for cls, bases in ((Plain, (Other,)), (Below, (Other,)), (Below, (Plain, Other)), (Below, (object,)),
                   (Below, (list,)), (Below, (G,)), (type("L", (list,), {}), (dict,))):
    attempt(lambda: setattr(cls, "__bases__", bases))
    print(cls.__base__, [base.__name__ for base in cls.__mro__])
for slots in ("3", "", ["a", "a b"], "__classcell__", [1]):
    attempt(lambda: type("S", (), {"__slots__": slots}))
