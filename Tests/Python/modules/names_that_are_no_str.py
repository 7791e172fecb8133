"""Names of modules and packages that programs replaced by something else: an exception, not a crash."""

import pickle
import sys
import types
import warnings

warnings.simplefilter("ignore")


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, str(error).split(" (/")[0])


def relative(**namespace):
    exec("from . import x", namespace)


def from_module(module, statement="from made import x"):
    sys.modules["made"] = module
    exec(statement)


def module(name="made", **attributes):
    made = types.ModuleType("made")
    made.__name__ = name
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


attempt(relative, __package__=7)
attempt(relative, __package__=None, __spec__=None, __name__=7)
attempt(relative, __package__=None, __spec__=types.SimpleNamespace(parent=7))
attempt(relative, __package__=None)
attempt(relative, __package__="", __name__="x")
attempt(relative, __package__="missing", __name__="x")
attempt(from_module, module(5, __path__=[]))
attempt(from_module, module(5))
attempt(from_module, module(__all__=[5]), "from made import *")
attempt(from_module, module(5, __all__=[5]), "from made import *")


def function():
    pass


class Splits(str):
    def split(self, *arguments):
        return 7


class Plain:
    pass


function.__module__ = 5
try:
    pickle.dumps(function)
except pickle.PicklingError as error:
    print("import of module 5 failed" in str(error))
Plain.__qualname__ = Splits("A.B")
attempt(pickle.dumps, Plain)

with warnings.catch_warnings(record=True) as messages:
    warnings.simplefilter("always")
    attempt(relative, __package__="json", __spec__=types.SimpleNamespace(parent="other"))
    attempt(relative, __name__="json.x")
print([(m.category.__name__, str(m.message)) for m in messages])
