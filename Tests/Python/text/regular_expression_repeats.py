"""Repetitions of groups: any number of turns, and what groups hold after going back."""
import re

print(re.match(r"(?:ab|cd)*c", "ab" * 100000), re.match(r"(?:ab|cd)*?c", "ab" * 100000 + "c").end())
print(re.match(r"(?:(a)|b)*", "ab" * 100000).span(), re.match(r"(a|b)*?x", "ab" * 100000 + "x").end())
print(re.match(r"(?:a?b?)*c", "ab" * 5), re.fullmatch(r"(?:a|b|ab)+", "ab" * 30).span())
for outer in ("{0,}", "*", "+", "{1,187}", "*?", "++", "*+", "{2,3}"):
    for inner in ("{0,}", "*", "?", "+?", "{2}"):
        try:
            pattern = re.compile(f"^((x|y){inner}){outer}")
        except re.error as error:
            print(error)
            continue
        for text in ("xyyzy", "", "yx", "xxxxxz"):
            match = pattern.match(text)
            print(pattern.pattern, text, match and (match.regs, match.lastindex))
print(re.match(r"(?:(\w)(\d)?)*", "a1b2c").groups(), re.match(r"(?:(a)|(b)|(c))*", "abca").groups())
print(re.match(r"(?>a*)b|(a+)(?<!b)c", "aaac").groups(), re.match(r"(?:ab)*+ab", "ababab"))
print(re.findall(r"((?:a|b){2,3}?)(\1)*", "abab" * 3), re.sub(r"(?:a|b)*?c", "-", "abcabdc"))
print(re.match(r"(?:(?:a|b)(?=a|b|$))+", "abab").span(), re.match(r"(a*)*(?!b)", "aaab").span())
