# How deep each thing may be nested, and what is said beyond. The rules that the parser is in count, not the
# brackets alone.
import ast

NESTS = [
    ("(", ")"), ("{", "}"), ("a[", "]"), ("-", ""), ("lambda: ", ""), ("x if y else ", ""), ("await ", ""),
    ("(x, ", ")"), ("{1: ", "}"), ("f'{", "}'"), ("a < (", ")"), ("(y for x in ", ")"), ("-[", "]"),
    ("1 + (f'{{", "}}')"), ("lambda: {x := ", "}"), ("{(x, x ** ", ")}"), ("not a < (", ")")]


def outcome(opening, depth, closing):
    try:
        compile(opening * depth + "x" + closing * depth, "s", "exec", ast.PyCF_ONLY_AST)
        return "accepted"
    except (SyntaxError, MemoryError) as error:
        return f"{type(error).__name__}: {error}"


def first_of(make, low, high):
    """The first depth after `low` with another outcome."""
    before = make(low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if make(middle) == before else (low, middle)
    return high, make(high)


for opening, closing in NESTS:
    make = lambda depth: outcome(opening, depth, closing)
    changes = [first_of(make, low, high) for low, high in ((1, 202), (202, 3000))
               if make(low) != make(high)]
    print(repr(opening), changes)
print(outcome("(x, ", 190, ")"), outcome("y\n(x, ", 1, ")\n" * 1))
for depth in 9000, 12000:
    try:
        ast.parse("x" + ".a" * depth)
        print("a tree")
    except RecursionError as error:
        print(error)
