# Warnings of literals and of the tokenizer come in the order of the source.
import warnings

SOURCES = [
    r'a = "\d"; b = 1if 2else 3; c = b"\8"',
    '"\\d"\n1if 2else 3\n"\\e"',
    r"""{'\d': 1if 2else '\e', **f('\g', 0x1for x in '\h')}""",
    '"""\n\\d\n""", 1if 2else 3',
]
for source in SOURCES:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "x", "exec")
    print([(str(w.message), w.lineno) for w in caught])
