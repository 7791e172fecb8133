"""Substring search: places near block borders, counts, replacements, bytes of one value."""

for length in list(range(0, 40)) + [63, 64, 65, 200]:
    for needle in ("ab", "aab", "abcabc", "a" * 5, "xyz" * 7):
        text = "a" * length + needle + "b" * (length % 7)
        print(length, text.find(needle), text.rfind(needle), text.count(needle), text.count("aa"),
              needle in text[:-1], text.replace(needle, "-" * len(needle)).count("-"),
              text.replace(needle, "+").count("+"), text.encode().find(needle.encode()),
              text.encode().count(b"aa"), text.index("a") if "a" in text else None)
nasty = "ab" * 500 + "aab"
print(nasty.find("aab"), nasty.count("abab"), nasty.find("abb"), nasty.find("ba" * 300 + "c"))
print(("a" * 5000).find("a" * 300 + "b"), ("a" * 5000 + "b").find("a" * 300 + "b"))
print("größe".find("ß"), "größe" * 40 in "größe" * 41, ("é" * 30 + "x").find("éx"), "abc".count(""))
print("aaa".replace("a", "b", 2), "abab".replace("ab", "cd", 1), "ab".replace("ab", ""), "a".replace("a", "b"))
data = bytes(range(256))
print(data.replace(b"a", b"b") == data, data.replace(b"ab", b"xy")[97:99], data.find(97), data.split(b"a")[1][:2])
print(data.hex()[:20], data[:5].hex(":"), data[:7].hex("-", 2), data[:7].hex("-", -3), b"".hex())
print(data.translate(data[::-1])[:4], data.translate(None, b"\x00\x01")[:2], b"abc".translate(data, b"b"))
for i in (0, 97, 255):
    print(bytes([i]), data[i:i + 1] is data[i:i + 1], bytearray([i]))
for bad in ([256], [-1], ["a"], [1.5]):
    try:
        bytes(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
for text in ("hello wORLD it's", "ÀÉ x", "a1b2", ""):
    print(repr(text.title()), repr(text.swapcase()), repr(text.encode()), repr(text.strip("ha")))
for text in ("x" * 299 + "é", "日" * 301, "\U0001f600a", "a\udc80"):
    try:
        print(len(text.encode()), text.encode("utf-8")[-4:])
    except UnicodeEncodeError as error:
        print(error)
for text in (b"", b",", b"a,b,c", b",,x", b"abc", b"ab,cd,", b"a" * 300 + b",b"):
    print(text.split(b",")[-3:], bytearray(text).split(b",")[:1], text.split(b",", 1)[-1:], text.split()[:1])
print((1, 2) + (3,), () + (1,), (1,) + (), [1] + [2], [] + [], "a" + "b", b"a" + b"b")
for pair in (((1,), [2]), ([1], (2,)), ("a", 1), (b"a", "b")):
    try:
        pair[0] + pair[1]
    except TypeError as error:
        print(error)
