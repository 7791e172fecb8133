"""Reverses and translates DNA text, line by line."""

TABLE = str.maketrans("ACGTMRWSYKVHDBN", "TGCAKYWSRMBDHVN")


def run():
    lines = []
    seed = 7
    for _ in range(4000):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        lines.append("".join("ACGTMRWSYKVHDBN"[(seed >> k) % 15] for k in range(15)) * 4)
    text = "\n".join(lines)
    total = 0
    for _ in range(20):
        turned = text.replace("\n", "").translate(TABLE)[::-1]
        wrapped = [turned[i:i + 60] for i in range(0, len(turned), 60)]
        total += len("\n".join(wrapped)) + wrapped[-1].count("A")
    return total
