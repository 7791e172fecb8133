# tell() and seek() in texts whose characters and line ends are more than one byte.

import codecs
import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")
CONTENT = "first\r\nsec\xf6nd \u20ac\r\n\U0001F600 third\rlast\n" * 3


def places(encoding, newline):
    with open(path, "w", encoding=encoding, newline="") as file:
        file.write(CONTENT)
    with open(path, encoding=encoding, newline=newline) as file:
        seen = []
        while True:
            place = file.tell()
            text = file.read(3)
            seen.append((place, text))
            if not text:
                break
        for place, text in reversed(seen):
            file.seek(place)
            assert file.read(3) == text and file.seek(place) == place
        file.seek(0)
        file.readline()
        return len(seen), file.tell()


for encoding in ("utf-8", "latin-1" if CONTENT.isascii() else "utf-16", "utf-32", "utf-8-sig", "utf-16-le"):
    for newline in (None, "", "\n", "\r\n"):
        print(encoding, repr(newline), *places(encoding, newline))
with open(path, "wb") as file:
    file.write(b"a\xffb\r\nc\xff\xffd\n")
for errors in ("replace", "surrogateescape", "ignore"):
    with open(path, encoding="utf-8", errors=errors) as file:
        print(errors, ascii(file.read(2)), file.tell(), ascii(file.readline()), file.tell())
with open(path, "rb") as raw:
    lines = io.TextIOWrapper(raw, encoding="latin-1")
    next(lines)
    try:
        lines.tell()
    except OSError as error:
        print(error)
    print(list(lines), lines.tell())
pair = io.TextIOWrapper(io.BufferedRWPair(io.BytesIO(b"one\ntwo\n"), io.BytesIO()))
print(repr(pair.readline()), pair.write("text"), repr(pair.readline()))
with open(path, "w+", encoding="utf-8") as file:
    file.write("one\ntwo\nthree\n")
    file.seek(0)
    print(repr(file.readline()), file.tell(), file.write("new"), file.seek(0), repr(file.read()))
os.remove(path)
os.rmdir(folder)
