# What is left after the last split keeps its white space.
for text in ("  a    b   ", "a b c d ", " \t ", "", "a\u3000 b \u2003c ", "  x"):
    for limit in range(-1, 4):
        print(limit, text.split(None, limit), text.rsplit(None, limit), text.split(maxsplit=limit))
        data = text.encode()
        print(data.split(None, limit), data.rsplit(None, limit), bytearray(data).split(None, limit))
