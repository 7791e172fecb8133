# Error handlers given errors that are incomplete or tell of places that do not exist.

import codecs

NAMES = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"]


def attempt(function):
    try:
        print(ascii(function()))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


made = [kind.__new__(kind) for kind in (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)]
made += [UnicodeEncodeError("ascii", "\u3042\u3044", 1, 50, "why"), UnicodeDecodeError("ascii", b"abc", -5, 2, "why"),
         UnicodeTranslateError("a\xff\u1234", 1, 3, "why"), UnicodeError("plain"), ValueError("other")]
for name in NAMES:
    for error in made:
        attempt(lambda: codecs.lookup_error(name)(error))
for error in made[:3]:
    print(error.start, error.end, error.object, str(error) == "")
attempt(lambda: UnicodeEncodeError("ascii", b"bytes", 0, 1, "why"))
attempt(lambda: UnicodeDecodeError("ascii", "text", 0, 1, "why"))
attempt(lambda: UnicodeTranslateError("text", 0, 1, 5))
attempt(lambda: setattr(made[3], "start", "one"))
attempt(lambda: codecs.register_error("odd", lambda error: ("x", 1000)))
attempt(lambda: "\u3042".encode("ascii", "odd"))


def replacing(error):
    error.object = 42
    return "x", 0


codecs.register_error("replacing", replacing)
attempt(lambda: b"\xff".decode("ascii", "replacing"))
