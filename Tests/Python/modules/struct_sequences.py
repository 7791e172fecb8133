# Named tuples of native modules: making, copying, pickling and replacing.
import copy
import os
import pickle
import time


def attempt(function, *args, **options):
    try:
        print(function(*args, **options))
    except Exception as error:
        print(type(error).__name__, error)


kind = time.struct_time
moment = kind((1970, 1, 1, 0, 0, 0, 3, 1, 0), {"tm_zone": "zone", "tm_gmtoff": 0})
for args in (("123456789", None), ("123456789", 3), (None,), ("123",), ("12345678901234",),
             ("1234567890", {"tm_zone": 1}), ("123456789", {"tm_mon": 1}), ("123456789", {"x": 1}),
             ("123456789", {"tm_zone": "zone"})):
    attempt(kind, *args)
print(kind("1234567890").tm_zone, kind("123456789", {"tm_zone": "zone"}).tm_zone)
print(moment.__reduce__())
for other in (copy.copy(moment), copy.deepcopy(moment), pickle.loads(pickle.dumps(moment))):
    print(other == moment, type(other) is kind, other.tm_zone, other.tm_gmtoff)
print(copy.replace(moment, tm_year=2000), copy.replace(moment, tm_zone="other").tm_zone)
attempt(copy.replace, moment, error=1, x=2)
attempt(moment.__replace__, 1)
status = os.stat("/")
attempt(copy.replace, status, st_size=3)
print(type(status).n_unnamed_fields, type(status).__match_args__, hasattr(status, "_atime"))
made = os.stat_result(range(10), {"st_atime_ns": 2.0})
print(made)
print(made.st_atime_ns, copy.copy(made).st_atime_ns, pickle.loads(pickle.dumps(made)) == made)
print(status[7] == int(status.st_atime), copy.copy(status).st_mtime_ns == status.st_mtime_ns)
print(os.terminal_size((80, 24)), copy.replace(os.terminal_size((80, 24)), lines=3))
