# Sources in other encodings than UTF-8, by their coding comments.
def show(source):
    try:
        code = compile(source, "<s>", "exec")
        print(ascii(source), code.co_consts, ascii(code.co_names))
    except Exception as error:
        print(ascii(source), type(error).__name__, ascii(error.args))


for source in [
        b"# coding: koi8-r\n\xc1 = 1\n", b"# coding: koi8-r\n\xc1 = 1 +\n",
        b"#!python\n# vim: set fileencoding=cp1251 :\nx = '\xcf'\n", b"# coding: cp1252\nx='\x81'\n",
        b"# coding: foo\n", b"# coding: hex\n1", b"# coding: utf-16\n1\n", b"\xff\n",
        b"# coding: ascii\n\xff", b"# coding: iso8859-15\nx = '\xa4'\n",
        b"# coding: iso8859-15\n\xa4 = 1\n", b"# coding: rot13\nk=1\n", b"# coding: Latin_1\nx='\xe9'",
        b"\n# coding: cp437\nx='\x82'", b"x\n# coding: cp437\nx='\xc3\xa9'", b"\xef\xbb\xbf# coding: cp437\n",
        b"# coding: utf8\nx = '\xff'\n", "# coding: cp437\nx = '\xe9'\n"]:
    show(source)
