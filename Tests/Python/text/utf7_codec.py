# UTF-7: direct and shifted characters, errors, parts.

import codecs


def attempt(function, *args):
    try:
        print("=", ascii(function(*args)))
    except UnicodeError as error:
        print(type(error).__name__, error.encoding, error.start, error.end, error.reason)


for text in "plain (text)", "a+b", "~\\", "é", "日本語-x", "a日-", "日a", "\U0001f600!", "\ud800x", "\0", "tab\t\r\n":
    data = text.encode("utf-7", "surrogatepass")
    print(ascii(text), data, ascii(data.decode("utf-7")) == ascii(text))
CASES = [
    b"+", b"+-", b"+A", b"+AA", b"+AAA", b"+ZeVnLIqe-", b"+ZeVnLIqe", b"+ZeVnLIqe x", b"+2AA-x", b"+2ADcAA-",
    b"a\xffb", b"+\xff", b"+ x", b"+AB x", b"+AP/-", b"+AOk-+-", b"+//+", b"+ZeU-\x80", b"+2AHYPQ-",
]
for data in CASES:
    for errors in "strict", "replace", "ignore", "backslashreplace":
        attempt(data.decode, "utf-7", errors)
    attempt(codecs.utf_7_decode, data, "strict", False)
decoder = codecs.getincrementaldecoder("utf-7")()
print(ascii([decoder.decode(bytes([byte])) for byte in b"a+ZeVnLIqe-b+2D3eAA-"]), decoder.decode(b"", True))
# A surrogate in UTF-8 that comes in parts.
for size in 1, 2:
    data = "\ud901".encode("utf-8", "surrogatepass")
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    print(ascii(decoder.decode(data[:size])), ascii(decoder.decode(data[size:], True)))
attempt("\udc80\ud800\udfff".encode, "utf-8", "surrogateescape")
