# Fields of OSError's subclasses with constructors of their own; what import and attribute errors pickle.

import copy
import pickle


class WithNew(OSError):
    def __new__(cls, message, *, extra):
        self = super().__new__(cls, message)
        self.extra = extra
        return self


class WithInit(OSError):
    def __init__(self, number, text, more):
        self.more = more
        super().__init__(number, text)


print(WithNew("text", extra=1).args, WithNew("text", extra=1).extra)
error = WithInit(2, "missing", "more")
print(error.args, error.errno, error.strerror, error.more, str(error))
blocked = BlockingIOError("a", "b", 3)
print(blocked.characters_written)
del blocked.characters_written
print(hasattr(blocked, "characters_written"))
failed = ImportError("text", name="module", path="file")
for again in (copy.copy(failed), pickle.loads(pickle.dumps(failed))):
    print(again.args, again.msg, again.name, again.path)
failed.__init__()
print(failed.args, failed.msg, failed.name)
try:
    object().missing
except AttributeError as problem:
    again = pickle.loads(pickle.dumps(problem))
    print(again.args, again.name, again.obj)
