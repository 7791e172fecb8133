# Literals are evaluated while a source is parsed: what is wrong with them comes before other errors,
# and what they are warned about comes with any error.
import warnings


def show(source, mode="exec"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<s>", mode)
            result = "ok"
        except Exception as error:
            result = f"{type(error).__name__} {error.args!a}"
    print(ascii(source), mode, result, [str(w.message) for w in caught])


for source in [
        b"\xff", b"\xffgbk\n", b"abc\xff", b"abc\xffd e", b"a\xe4", b"\xe4b", b"\xc3\xa9\xff\n",
        b"\xc3\xa9 + \xff\n", b"1 1 \xff\n", b"1 1 a\xffb\n", b"x = 'a\xff'\n", b"x = '\xc3\xa9a\xff'\n",
        b"f'a\xff{x}'", b"'\xff' 1 1\n", b"1 1 '\xff'\n", b"# \xff\n1 1", b"b'\xff'\n", b"(\n\xff",
        b"(\n  ab\xff)\n", b"x\n\n  '''ab\n\xff'''", b"1 1\n(\xff", b"f'a\xff'", b"f'\xff' 1 1",
        b"rf'\xff{x}'", b"f'{x:\xff}'", b"1 f'\xff'", b"f'{\xff}'\n", b"f'{1 1}\xff'\n",
        b"f'{1 1}' \xff\n", b"1 1\nf'{\xff", b"'a' f'\xff' b'c'", b"if 1:\n  a\n \xa0b\n",
        b"'\\\n\xc3\xa9\xa0'", b"x = '\xa0"]:
    show(source)
for source in [
        "a.b'\\q'('c')\n", "a '\\q'\n", "a.b '\\q'", "a.b'\\q'(c", "f('\\q' a)", "x y '\\q'", "a('\\q'\n",
        "'\\q' '\\w' 1", "1 '\\x1'", "a.b '\\x1'", "def f(\\q'", "a b\n'\\q'", "x = '\\q' a", "(1 '\\q')",
        "f'\\q' 1", "1 f'\\q'", "a b f'\\q{x}'", "a '\\N{foo}'", "(1 b'a' 'c')", "a b 'c' b'd'",
        "a.b 'c' f'{x}' b'd'", "print '\\q'", "print f'\\q'", "a if '\\q' b", "lambda x: '\\q' 1",
        "1 f'{'\\q'}'", "1 rf'{x:\\q}\\w'", "rf'{x:\\q}\\w'", "f(a '\\x1', b", "f(a '\\x1'", "'\\x1' b'a'",
        "f(t v)", "f(o=t v)", "(case v)", "f(x, ma v)", "f(a v)", "f'{a b\nimport sys",
        "f'{\"\"\"}'abc\"\"\"\nimport sys\n", " x\n1if 2else 3\n", "(\na b\\c\n", "'''a\n''' \\ b",
        "from a import b, \\\n  c, \\d\n"]:
    show(source)
for mode in ("exec", "eval", "single"):
    for source in (b"", "", "#", "# a\n", "\n", "x", "# coding: u", b"# coding: u", "a\nb"):
        show(source, mode)
show("Tru\u1d49", "eval")
show("from __future__ import barry_as_FLUFL\n1 <> 2\n1 != 2\n")
show("f'\\{x}'")
