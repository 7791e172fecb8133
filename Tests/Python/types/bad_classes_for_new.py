"""`__new__` of native types with what is no class, or not one of theirs."""
import array, collections, datetime, functools, io, itertools, random, re, struct, types, weakref


class Str(str): pass
class List(list): pass


def t(f):
    try: print(type(f()).__name__)
    except TypeError as e: print(e)


for kind in (int, str, bytes, bytearray, list, tuple, dict, set, frozenset, float, complex, bool, type, collections.deque, collections.OrderedDict, collections.defaultdict, array.array, functools.partial, itertools.count, itertools.chain, itertools.product, weakref.ref, datetime.timedelta):
    for bad in (5, None, "x", List, Str, int):
        if not (isinstance(bad, type) and issubclass(bad, kind)):
            t(lambda: kind.__new__(bad))
    t(lambda: kind.__new__())
