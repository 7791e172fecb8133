"""Closures: cells, nonlocal, late binding, unbound errors."""


def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n
    return up, get


up, get = counter()
up()
up(5)
print(get())
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def unbound():
    def inner():
        return later
    try:
        inner()
    except NameError as error:
        print(error)
    later = 1
    return inner()


print(unbound())


def local():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error)
    x = 1
    del x
    try:
        x
    except UnboundLocalError as error:
        print(error)


local()
try:
    undefined_name
except NameError as error:
    print(error, error.name)


def deep(a):
    def one(b):
        def two(c):
            def three(d):
                nonlocal a
                a += 1
                return (a, b, c, d)
            return three
        return two
    return one


f = deep(1)(2)(3)
print(f(4), f(5), f.__closure__[0].cell_contents, f.__code__.co_freevars)


class K:
    value = 10
    got = [v for v in [value]]

    def m(self):
        return __class__


print(K.got, K().m() is K)
g = 1


def change():
    global g
    g += 1


change()
print(g, globals()["g"])
