"""tokenize reads a line when the tokens of those before it were taken: what it has read by each token."""

import io
import tokenize

SOURCE = '''\
import os  # comment

def f(a,
      b):
    """doc
    string"""
    x = [1,
         2]

    # alone
    if x: \\
        return x
  # dedented comment
    y = f"{x}" f\'\'\'{
      y}\'\'\'
class C:
\tpass
last = 1'''


def lines_read(source):
    stream = io.StringIO(source)
    count = 0

    def readline():
        nonlocal count
        line = stream.readline()
        count += 1
        return line

    try:
        for token in tokenize.generate_tokens(readline):
            # Parts of strings come when the whole string was read, or before: not told.
            inside = token.type in (tokenize.FSTRING_START, tokenize.FSTRING_MIDDLE, tokenize.NL, tokenize.COMMENT)
            continued = token.line.endswith("\\\n") or token.start[0] != token.end[0] or "f'" in token.line
            print(tokenize.tok_name[token.type], repr(token.string), token.start, token.end, repr(token.line),
                  "" if inside or continued or token.type == tokenize.OP else count)
    except (tokenize.TokenError, SyntaxError) as error:
        print(type(error).__name__, error.args, count)


lines_read(SOURCE)
for source in ("", "\n", "x", "x\n\n", "if x:\n  y\n", "a = [1,\n2", "'''a\nb", "  x\n y\n", "x = 'a\ny\n", "a\\\n", "f'a\\\nb'\n", "'a\\\nb'\n", "$\n", "(]\n",
               "if 1:\n    a\n  b\n", "def f():\n\tx\n        y\n", "x\r\ny\r\n", "é = 'ü' # ñ\n  \n", "a = '''\n" + "line\n" * 300 + "'''\nb\n"):
    lines_read(source)
print(len(list(tokenize.generate_tokens(io.StringIO("x = '''" + "a 'b' c\n" * 20000 + "'''\n").readline))))
