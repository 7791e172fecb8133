"""ast.parse, dump with places, unparse and compile of library modules; tokenize and symtable."""
import ast
import binascii
import io
import os
import symtable
import tokenize

folder = os.path.dirname(os.__file__)
for name in ("bisect", "abc", "keyword"):
    with open(os.path.join(folder, name + ".py"), "rb") as file:
        source = file.read()
    tree = ast.parse(source)
    dump = ast.dump(tree, include_attributes=True)
    text = ast.unparse(tree)
    again = compile(tree, name, "exec")
    same = again.co_code == compile(source, name, "exec").co_code
    tokens = 0
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        tokens = binascii.crc32(repr(tuple(token)).encode(), tokens)
    print(name, binascii.crc32(dump.encode()), binascii.crc32(text.encode()), same, tokens)


def show(table, depth=0):
    print(" " * depth, table.get_type(), table.get_name(), table.get_lineno(), table.is_nested(), table.has_children())
    for symbol in sorted(table.get_symbols(), key=lambda s: s.get_name()):
        print(" " * depth, " ", symbol.get_name(), symbol.is_global(), symbol.is_local(), symbol.is_free(),
              symbol.is_parameter(), symbol.is_assigned(), symbol.is_referenced(), symbol.is_imported(),
              symbol.is_annotated())
    for child in table.get_children():
        show(child, depth + 2)


show(symtable.symtable("""
import a
x: int = 1
def f(a, *b, c=1, **d):
    global g
    y = lambda: (a, g)
    return [i for i in y]
class C[T]:
    def m(self): return __class__
type X = int
""", "f", "exec"))
for bad in ("return", "x ="):
    try:
        symtable.symtable(bad, "f", "exec")
        print("ok")
    except SyntaxError as error:
        print(error)
