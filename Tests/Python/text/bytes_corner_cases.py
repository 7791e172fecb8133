# Formatting of bytes with what is no mapping, decoding of nothing, and issubclass with empty tuples.
for a in (b'abc', bytearray(b''), b'a'):
    for x in (1, 'x', b'y', bytearray(b'z'), {}, [], (), (1,), memoryview(b'q'), None, {1:2}, range(3)):
        for f in (lambda: a % x, ):
            try: print(a, x if not isinstance(x, memoryview) else 'mv', f())
            except Exception as e: print(a, type(x), type(e).__name__, e)
for s in (b'', bytearray(), b'a', memoryview(b'')):
    for e in ('a', 'utf-8', 'rot13', 'hex'):
        for f in (lambda: s.decode(e), lambda: str(s, e), lambda: s.decode(e, 'nope')):
            try: print(repr(f()))
            except Exception as x: print(type(x).__name__, x)
for c in (1, [], int, ()):
    for t in ((), (int,), ((),), ((), int), 3):
        try: print(issubclass(c, t))
        except Exception as x: print(type(x).__name__, x)
        try: print(isinstance(c, t))
        except Exception as x: print(type(x).__name__, x)
