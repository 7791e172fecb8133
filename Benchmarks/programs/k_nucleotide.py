"""Counts substrings of a generated DNA text in a dict."""


def sequence(n, seed=42):
    letters = []
    for _ in range(n):
        seed = (seed * 3877 + 29573) % 139968
        letters.append("ACGT"[seed * 4 // 139968])
    return "".join(letters)


def frequencies(text, width):
    counts = {}
    for i in range(len(text) - width + 1):
        part = text[i:i + width]
        counts[part] = counts.get(part, 0) + 1
    return counts


def run():
    text = sequence(60000)
    answer = []
    for width in (1, 2, 3, 4, 6, 12):
        counts = frequencies(text, width)
        answer.append(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2])
    return answer
