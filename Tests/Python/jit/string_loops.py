"""Strings of all widths scanned, compared, cut and built in hot loops."""

TEXTS = ["hello world " * 20, "ünïcödé" * 30, "日本語text" * 25, "😀z" * 90, "", "x", "a1 b2\n" * 30]


def classes(text, n):
    vowels = digits = spaces = other = 0
    for i in range(n):
        c = text[i % len(text)] if text else " "
        if c in "aeiou":
            vowels += 1
        elif "0" <= c <= "9":
            digits += 1
        elif c.isspace():
            spaces += 1
        else:
            other += ord(c)
    return vowels, digits, spaces, other


def hashed(text, rounds):
    h = 5381
    for _ in range(rounds):
        for c in text:
            h = (h * 33 ^ ord(c)) & (1 << 64) - 1
    return h


def reversed_text(text):
    out = ""
    for c in text:
        out = c + out
    return out == text[::-1], len(out), out[:5]


def appended(n):
    out = ""
    for i in range(n):
        out += chr(97 + i % 26) if i % 700 else "é" if i % 1400 else "語"
        if len(out) > 500:
            out = out[-20:]
    return out


def numbers(n):
    total = 0
    for i in range(n):
        text = str(i * 37)
        total += int(text[::-1]) + len(text) + (text == text[::-1])
        total += int(f"{i:x}", 16) + len(f"{i:>8}") + len("%05d" % i)
    return total


def edges(text, n):
    wrong = total = 0
    for i in range(n):
        try:
            total += text[i % 12 - 6] == text[-1]
        except IndexError:
            wrong += 1
        total += len(text[i % 9:i % 5]) + len(text[-i % 4:])
    return total, wrong


def compared(words, n):
    total = 0
    for i in range(n):
        a, b = words[i % len(words)], words[i * 3 % len(words)]
        total += (a < b) + (a == b) * 2 + (a >= b) * 4 + (a != b) + (a in b) + (a + b == b + a)
    return total


def becomes_other(n):
    text, kinds = "abc", []
    for i in range(n):
        if i == n // 2:
            text = b"abc"
        elif i == n // 2 + 50:
            text = ["a", "bc"]
        elif i == n // 2 + 100:
            text = "日本語"
        item = text[0]
        if not kinds or kinds[-1] != item:
            kinds.append(item)
        total = len(text) + (item in text)
    return kinds, total


def split_and_joined(n):
    total = 0
    for i in range(n):
        parts = f"{i},{i + 1},,{i & 3}".split(",")
        total += len(parts) + len("-".join(parts)) + parts[0].isdigit() + int(parts[-1])
        first, _, rest = "key=value=1".partition("=" if i % 2 else "v")
        total += len(first) - len(rest)
    return total


for text in TEXTS:
    print(classes(text, 4000), hashed(text, 20), reversed_text(text), edges(text, 3000) if text else "empty")
print(appended(20_000), numbers(3000), compared(["a", "b", "ab", "ba", "", "é", "語", "a"], 9000))
print(becomes_other(6000), split_and_joined(3000))
