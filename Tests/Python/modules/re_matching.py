import re
import sys

TEXTS = [
    "", "a", "abc", "aaa", "aab", "abcabcabc", "xaby", "The quick brown fox\njumps over 13 lazy dogs.",
    "foo@example.com, bar.baz@test.org; 192.168.1.254", "αβγ ΑΒΓ ß ſ K ı İ", "naïve Café Ünïcode",
    "日本語 text 123", "x" * 40, "ab" * 20 + "c", '"a \\"quoted\\" string" and "another"', "\t \r\n\x0b\x0c\x1c\x85\xa0",
    "<b>bold</b><i>it</i>", "key=value; other = 'thing'", "((a)(b))", "aXbXc", "\U0001f600 smile \U0001f601",
]
PATTERNS = [
    r"", r"a", r"abc", r"a*", r"a+", r"a?", r"a*?", r"a+?b", r"(a)(b)?", r"(a)|b", r"(?:a|b|c)+", r"(?:ab|a)(?:bc|c)",
    r"(\w+)\s(\w+)", r"\b\w", r"\B\w", r"^\w+", r"\w+$", r"(?m)^\w+$", r"(?s).+", r".+", r"(?i)THE|Abc", r"(?i)α+",
    r"(?i)[a-k]+", r"(?i)k", r"(?i)ß", r"(?ai)k", r"\d+", r"[^\d\s]+", r"[\w.]+@[\w.]+", r"(\d{1,3})(?:\.(\d{1,3})){3}",
    r'"(?:[^"\\]|\\.)*"', r"(?<=a)b", r"(?<!a)b", r"a(?=b)", r"a(?!b)", r"(?<=ab)c", r"(a)?(?(1)b|c)", r"(a)?x(?(1)b|y)",
    r"(?P<x>a)(?P=x)", r"(.)\1", r"(?i)(.)\1", r"(a+)(\1)?b", r"(?>a+)b", r"(?>a|ab)c", r"a++b", r"a*+a", r"(?:ab)++c", r"(?:ab)*+c",
    r"(?:a|b)*c", r"(?:ab)*c", r"(ab)*?c", r"(a|ab)(c|bcd)*", r"x{3}", r"x{2,5}", r"x{2,5}?", r"x{,3}", r"(x{2}){3}", r"(?:x|xx){4}",
    r"<(\w)>(.*?)</\1>", r"(\w+)\s*=\s*('[^']*'|\w+)", r"[]a]+", r"[^]a]+", r"[a\-z]+", r"\s+", r"\S+", r"(?a)\w+", r"(?a)\s+",
    r"[À-ÿ]+", r"[α-ω]+", r"[日本]+", r"\Z", r"\A\w", r"$", r"(?m)$", r"(|a)+", r"(a|)+", r"(?:a*)*", r"(?:a*b*)*c?", r"((a)|(b))*",
    r"(?:(a)|b)*", r"(a*)(b?)(c*)", r"(?x) a  b # comment" "\n c", r"[\s\d]+", r"\w*x\w*", r"(?:.*,)*", r"((?:[^;]*;)*)\s*",
    r"\U0001f600|smile", r"[\U0001f600-\U0001f64f]+", r"(?i)[À-Þ]+", r"[^a]", r"[^\n]+\n?", r"(?:fo|foo)o?@", r"\bfox\b", r"agggtaaa|tttaccct|quick",
]


def show(found):
    return None if found is None else (found.span(), found.groups(), found.lastindex, found.lastgroup, found.regs)


for pattern in PATTERNS:
    compiled = re.compile(pattern)
    for text in TEXTS:
        print(ascii(pattern), ascii(text[:12]), show(compiled.search(text)), show(compiled.match(text)), show(compiled.fullmatch(text)),
              ascii(compiled.findall(text)), ascii(compiled.split(text, 3)), ascii(compiled.sub("<\\g<0>>", text)),
              [m.span() for m in compiled.finditer(text, 1)], show(compiled.search(text, 1, 6)))

for pattern in [rb"a", rb"\w+", rb"[^\x00-\x7f]+", rb"(?i)ABC", rb"(a)(b)?", rb"\s+", rb"\xe9|b", rb"(?L)\w+", rb"(?Li)A"]:
    for data in [b"", b"abc ABC", bytes(range(256)), bytearray(b"x ab \xe9"), memoryview(b"aab")]:
        compiled = re.compile(pattern)
        print(pattern, compiled.findall(data), show(compiled.search(data)), compiled.sub(b"-", data), compiled.split(data))

print(re.sub(r"(\w)(\w)", lambda m: m[2] + m[1], "abcdef g"), re.subn("x*", "-", "abxd"), re.sub(r"(?P<n>a)|b", r"[\g<n>\1]", "ab"))
print(re.sub("a", "\\\\n\n", "bab"), re.sub("a", lambda m: "\\n", "bab"), re.sub("", "-", "abc", count=2), re.subn("b", None.__class__.__name__, "abc"))
print(re.split("(-)", "a-b-c"), re.split("x*", "axbc"), re.split(r"\b", "ab cd"), re.split("(a)|b", "xaybz", maxsplit=1))
scanner = re.compile(r"(\d+)|(\w)").scanner("12a b")
print([show(m) for m in iter(scanner.search, None)], show(re.compile("a").scanner("ba").match()))
lexer = re.Scanner([(r"[a-z]+", lambda s, t: t.upper()), (r"\d+", lambda s, t: int(t)), (r"\s+", None)])
print(lexer.scan("abc 12 x ?"))
match = re.match(r"(?P<a>\w)(?P<b>\w)?", "x")
print(match, match.groupdict("-"), match["a"], match.group("b", 0), match.expand(r"\1-\g<b>."), match.start("b"), match.re.groupindex)
print(re.compile("a|b", re.I | re.M), re.compile(b"x", re.L), re.escape("a.b*c\n é"), re.compile("x") == re.compile("x"))
print(show(re.search("(?:aa|a)*b", "a" * 24)), show(re.match("(x+x+)+y", "x" * 14)), len(re.findall("(?:a|b)*c", "ab" * 2000 + "c")))
for bad in ["(", "a**", "[b-a]", "(?P<1>a)", "\\", "(?<=a+)b", "x{3,2}", "(?(2)a)", "(?P=q)", "[", "*a", "(?z)"]:
    try:
        re.compile(bad)
    except re.error as error:
        print(bad, error, error.pos)
for call in [lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: re.match("a", 1), lambda: match.group(9), lambda: match["q"],
             lambda: re.sub("(a)", r"\2", "a"), lambda: re.sub("a", r"\q", "a"), lambda: re.compile("a").match(), lambda: re.match("a", "a").group("x")]:
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
