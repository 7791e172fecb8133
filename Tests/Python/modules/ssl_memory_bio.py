# MemoryBIO: bytes in, bytes out, the end.
import ssl


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e.args)


bio = ssl.MemoryBIO()
print(bio.pending, bio.eof, bio.read())
print(bio.write(b"hello"), bio.write(bytearray(b" world")), bio.write(memoryview(b"!")), bio.write(b""))
print(bio.pending, bio.read(0), bio.read(3), bio.read(-1), bio.pending, bio.eof)
attempt("str", lambda: bio.write("text"))
attempt("size", lambda: bio.read("1"))
bio.write(b"ab")
bio.write_eof()
print(bio.eof, bio.pending)
attempt("after the end", lambda: bio.write(b"c"))
print(bio.read(1), bio.eof, bio.read(10), bio.eof, bio.read())
big = ssl.MemoryBIO()
print(sum(big.write(bytes([i % 256]) * 1000) for i in range(300)), len(big.read(250_000)), big.pending)
attempt("arguments", lambda: ssl.MemoryBIO(1))
attempt("names", lambda: ssl.MemoryBIO(size=1))
attempt("attributes", lambda: setattr(bio, "x", 1))
