"""Subclasses of StringIO and BytesIO that do something when they are closed or die."""

import gc
import io


ends = []


class Noisy(io.StringIO):
    def close(self):
        if not self.closed:
            ends.append(f"closing {self.getvalue()}")
        super().close()


class Final(io.BytesIO):
    def __del__(self):
        ends.append(f"final {self.getvalue()}")


def make():
    Noisy("text").read()
    Final(b"bytes").read()
    [[0] * 10 for _ in range(10)]


def overwrite(depth):
    return overwrite(depth - 1) + 1 if depth else 0


make()
overwrite(50)
gc.collect()
print(sorted(ends))
for kind in (io.StringIO("abc"), io.BytesIO(b"abc")):
    with kind as stream:
        print(stream.read(2), stream.tell())
    try:
        stream.read()
    except ValueError as error:
        print(error)
