# Warnings of the compiler are noted by the module that runs, those of the parser are not.
import warnings

for source in ("'\\q'", "1 is 1", "1()", "f'\\{x}'", "assert (1, 2)", "try: pass\nfinally: 1 is 1"):
    for action in ("default", "always", "once", "module", "error"):
        globals().pop("__warningregistry__", None)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter(action)
            for name in ("<a>", "<a>", "<b>"):
                try:
                    compile(source, name, "exec")
                except SyntaxError as error:
                    print(error)
        noted = sorted(map(str, globals().get("__warningregistry__", {})))
        print(ascii(source), action, [(w.filename, w.lineno, str(w.message)) for w in caught], noted)
