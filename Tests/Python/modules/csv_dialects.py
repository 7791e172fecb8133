# The options of dialects, their checks, and the dialects known by name.
import _csv
import copy
import csv
import pickle


def attempt(function, *args, **options):
    try:
        result = function(*args, **options)
        print("ok", result if not isinstance(result, _csv.Dialect) else "dialect")
    except Exception as error:
        print(type(error).__name__, error)


Dialect = _csv.Dialect
for name in ("delimiter", "quotechar", "escapechar", "lineterminator"):
    for value in ("", "ab", None, 4, "\n", " ", '"', ",", "x"):
        attempt(Dialect, **{name: value})
        attempt(Dialect, **{"escapechar": "x", "skipinitialspace": True, name: value})
for value in ("x", 10, -1, True, 3.0, 1 << 70, 0, 1, 2, 3, 4, 5):
    attempt(Dialect, quoting=value)
attempt(Dialect, quotechar=None, quoting=0)
attempt(Dialect, doublequote="x", strict=[])
attempt(Dialect, "no such dialect")
attempt(Dialect, foo=1)
attempt(Dialect, None)
attempt(Dialect, object)
attempt(Dialect, 3)


class Odd:
    delimiter = ";"
    quotechar = None
    quoting = 3

    @property
    def escapechar(self):
        raise ValueError


odd = Dialect(Odd())
for name in ("delimiter", "quotechar", "escapechar", "lineterminator", "quoting",
             "skipinitialspace", "doublequote", "strict"):
    print(name, repr(getattr(odd, name)))
    attempt(setattr, odd, name, 1)
    attempt(delattr, odd, name)
print(Dialect(odd) is odd, Dialect(odd, delimiter=",") is odd)
attempt(pickle.dumps, odd)
attempt(copy.copy, odd)

print(csv.list_dialects())
attempt(csv.register_dialect)
attempt(csv.register_dialect, 1)
attempt(csv.register_dialect, "own", 2)
attempt(csv.register_dialect, "own", "excel-tab", strict=True)
attempt(csv.register_dialect, "own", "excel", "unix")
print(csv.get_dialect("own").delimiter == "\t", csv.get_dialect("own").strict)
print(sorted(csv.list_dialects()))
attempt(csv.unregister_dialect, "own")
attempt(csv.unregister_dialect, "own")
attempt(csv.unregister_dialect, [])
attempt(csv.get_dialect, "own")
attempt(csv.field_size_limit, "x")
attempt(csv.field_size_limit, 1 << 70)
attempt(csv.field_size_limit, 100)
attempt(csv.field_size_limit)
for function in (csv.reader, csv.writer):
    attempt(function)
    attempt(function, 1)
    attempt(function, [], "no such dialect")
    attempt(function, [], foo=1)
