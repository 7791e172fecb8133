# copy and pickle refuse native objects whose content the protocol does not carry.
import _thread
import contextvars
import copy
import functools
import pickle
import re
import struct


class Local(_thread._local):
    pass


class WithState(_thread._local):
    def __getstate__(self):
        return {"a": 1}


natives = [
    struct.Struct("<i"), re.match("a", "a"), contextvars.copy_context(), Local(), WithState(),
    functools.cmp_to_key(lambda a, b: 0)(1), _thread.allocate_lock(),
]
for value in natives:
    for action in (copy.copy, copy.deepcopy, pickle.dumps):
        try:
            print(type(action(value)).__name__)
        except TypeError as error:
            print(error)
