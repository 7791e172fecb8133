"""A property whose getter raises AttributeError hands over to __getattr__, each time."""


class A:
    def __getattr__(self, name):
        raise AttributeError(f"no {name}")

    @property
    def p(self):
        return self.x


def look(o):
    try:
        return o.p
    except AttributeError as error:
        return str(error)


print([look(A()) for _ in range(5)])
A.__getattr__ = lambda self, name: name * 2
print([look(A()) for _ in range(3)])
