# The streams of `_tokenize`: line ends as they stand, ends of the input, errors.
import _tokenize
import io
import tokenize

SOURCES = [
    "a\r\nb # c\r\n\r\nif x:\r\n  y\r\n", "a", "a # c", "# c", "", "\n", "  # c\n", "\u20ac = 2\n",
    "x = '''a\r\nb'''\r\n", "if 1:\n  a\n # c\n  b\n", "(\r\n1)\r\n", "a \\\n  b\n", "\\\n", "a \\",
    "f'{a\n}b'\n", "f'''a\r\n{b}'''\r\n", "a$b ? !\n", "x = (1\n", "'abc", "'''abc", "'''abc\n",
    "if 1:\n  a\n b\n", "\tif 1:\n        a\n", "1_a\n", "0x\n", "\ufeffa\n", "a\n\n\n", "def f():\n  pass",
    "def f():\n  pass\n  # x", "\u65e5\u672c = '\u65e5\u672c' # \u65e5\u672c\n", "f'{\u65e5\u672c:\u65e5\u672c}' \n", "a;b\n",
    ")\n", "(]\n", "a\x0cb\n", "\x0ca\n", "x=1_0.0_1e1_0j\n", "0777\n", "'\\\n'", "a \\\r\n b\r\n",
    "a\\ b\n", "if 1:\n\\\n  a\n", "\x01\n", "f'{{}}}}'\n", "f'{x!r:>{w}}'\n", "f'\\N{DIGIT ONE}{{'\n",
    "f'{", "f'{a:", "f'''abc\n\nd", "f'}'\n", "a\n  b\n", "  ", "(\n#c\n\n1)\n", "(a \\", "abc\n(\nde"]


def show(tokens):
    try:
        for token in tokens:
            print(ascii(tuple(token)))
    except SyntaxError as error:
        print(type(error).__name__, ascii(error.args), error.lineno, error.offset, error.end_lineno,
              error.end_offset, ascii(error.text), error.filename)
    except tokenize.TokenError as error:
        print(type(error).__name__, ascii(error.args))


for source in SOURCES:
    print("---", ascii(source))
    data = source.encode()
    for extra in (True, False):
        show(_tokenize.TokenizerIter(io.StringIO(source, newline="").readline, extra_tokens=extra))
        show(_tokenize.TokenizerIter(io.BytesIO(data).readline, encoding="utf-8", extra_tokens=extra))
    show(tokenize.tokenize(io.BytesIO(data).readline))
