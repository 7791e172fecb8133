"""An integer loop with multiplication and remainder."""


def run():
    s = 0
    i = 0
    while i < 1000000:
        s = (s + i * i) % 1000003
        i += 1
    return s
