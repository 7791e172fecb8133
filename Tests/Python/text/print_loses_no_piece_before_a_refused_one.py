# What print wrote before a piece that the encoding refuses is not lost.
import io

raw = io.BytesIO()
file = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
for pieces in [("a", 1, "\udc80", "b"), ("\udc80",), ("é", "x\udc80", "y"), ("x", "é", 2.5)]:
    try:
        print(*pieces, sep="-", file=file)
    except UnicodeEncodeError as error:
        print(error.start, error.end)
    print(raw.getvalue())


class Fails:
    def __str__(self):
        raise ValueError("no text")


try:
    print("before", Fails(), "after", file=file)
except ValueError as error:
    print(error, raw.getvalue())
