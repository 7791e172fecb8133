# A mapping proxy compares as its mapping does and does not change it.
from types import MappingProxyType


class Ordered(dict):
    def __lt__(self, other):
        return "less", other


def report(body):
    try:
        print(body())
    except TypeError as error:
        print(error)


def merge(proxy, other):
    proxy |= other
    return proxy


plain = MappingProxyType({1: 2})
report(lambda: plain == {1: 2})
report(lambda: plain != {1: 2})
report(lambda: plain < {})
report(lambda: plain >= MappingProxyType({}))
report(lambda: MappingProxyType(Ordered()) < 3)
report(lambda: MappingProxyType(Ordered()) < MappingProxyType({2: 3}))
report(lambda: merge(plain, {3: 4}))
report(lambda: plain | {3: 4})
