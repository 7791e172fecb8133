# `feature_version`: syntax of later versions is refused.
import ast

SOURCES = [
    "async def f(): pass", "async def f():\n async for x in y: pass",
    "async def f():\n async with y: pass", "async def f(): await x",
    "async def f(): return [x async for x in y]", "x: int = 1", "(x): int = 1",
    "try: pass\nexcept* E: pass", "match x:\n case 1: pass", "type X = int", "def f[T](): pass",
    "class A[T]: pass", "def f[T=int](): pass", "(a := 1)", "def f(a, /): pass", "lambda a, /: a",
    "a @ b", "a @= b", "1_000", "0x_1f", "f'x'", "f(x:=1)", "@x := 1\ndef f(): pass"]
for source in SOURCES:
    for version in range(3, 14):
        try:
            ast.parse(source, feature_version=(3, version))
        except SyntaxError as error:
            print(ascii(source), version, error.msg, error.lineno, error.offset, error.end_lineno,
                  error.end_offset)
