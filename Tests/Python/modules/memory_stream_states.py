# Copies and pickles of io.BytesIO and io.StringIO.

import copy
import io
import pickle

data = io.BytesIO(b"12345")
data.seek(2)
data.note = "kept"
text = io.StringIO("a\r\nb\nc", newline=None)
text.readline()
text.note = "kept"
for stream in (data, text):
    for again in (copy.copy(stream), pickle.loads(pickle.dumps(stream))):
        print(again.getvalue(), again.tell(), again.note, again.read())
    print(stream.__getstate__())
print(text.newlines)
late = io.StringIO("123")
late.seek(5)
late.write("45")
print(repr(late.getvalue()))
for stream, states in ((io.BytesIO(), [(b"", -1, None), (b"", 0, 1), (b"", 0), 5]),
                       (io.StringIO(), [("", "x", 0, None), ("", "", -1, None), (b"", "", 0, None), ("", "", 0, 1)])):
    for state in states:
        try:
            stream.__setstate__(state)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
