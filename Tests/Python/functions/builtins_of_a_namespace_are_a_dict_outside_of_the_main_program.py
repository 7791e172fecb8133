# `exec` enters the builtins of the frame that calls it; the main program has the module.
import string
import types

namespace = {}
exec("", namespace)
print(type(namespace["__builtins__"]), type(string.__builtins__), type(__builtins__))
print(namespace["__builtins__"]["len"] is len, string.__builtins__ is vars(__builtins__))

other = {}
eval("len", other)
print(type(other["__builtins__"]))

own = {"__builtins__": {"len": lambda x: "own", "exec": exec}}
exec("inner = {}\nexec('found = len(1)', inner)", own)
print(own["inner"]["found"], sorted(own["inner"]["__builtins__"]))

module = types.ModuleType("made")
exec("def f(): return __builtins__", module.__dict__)
print(type(module.f()), module.f() is module.__builtins__)
