"""Every way a name gets its scope."""

total = 0


def outer(a, *b, c=total, **d):
    global shared
    cell = free = a

    def inner():
        nonlocal cell
        cell = free + shared + len(b)
        return [cell for cell in d if (found := cell)]

    class Holder:
        free = free
        hidden = __secret = c

        def read(self):
            return free, self.__secret, __class__

    return inner, (i async for i in a), lambda: Holder
