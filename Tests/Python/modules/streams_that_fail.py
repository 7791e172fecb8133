# Errors of raw streams, of closing, and of streams that were not initialised or are gone.

import io
import warnings


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error, repr(error.__context__))


class Raw(io.RawIOBase):
    def __init__(self, answer):
        self.answer = answer

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, buffer):
        return self.answer

    def write(self, data):
        return self.answer


for answer in (-1, 100000, None):
    attempt(lambda: io.BufferedReader(Raw(answer)).read(10))
    if answer is not None:
        attempt(lambda: io.BufferedWriter(Raw(answer), 4).write(b"123456"))


class Failing(io.BytesIO):
    def flush(self):
        raise OSError("flush")

    def close(self):
        raise ValueError("close")


for kind in (io.BufferedWriter, io.TextIOWrapper):
    stream = kind(Failing())
    attempt(stream.close)
for kind in (io.BufferedReader, io.BufferedRandom, io.TextIOWrapper, io.StringIO):
    stream = kind.__new__(kind)
    for name in ("read", "flush", "readable"):
        attempt(lambda: getattr(stream, name)())
text = io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"text")))
below = text.detach()
attempt(text.read)
attempt(lambda: text.closed)
print(repr(text), below.read())
attempt(lambda: io.FileIO("x", "rwa"))
attempt(lambda: io.TextIOWrapper(io.BytesIO(), encoding="hex"))
attempt(lambda: io.StringIO(newline="x"))
text = io.TextIOWrapper(io.BytesIO(b"a\n"), encoding="ascii")
text.readline()
attempt(lambda: text.reconfigure(encoding="utf-8"))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    open(__file__, "rb", 1).close()
    print([str(warning.message) for warning in caught])
