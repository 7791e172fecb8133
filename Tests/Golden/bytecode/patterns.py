"""Structural pattern matching."""


def visit(node):
    match node:
        case None | True:
            return 0
        case [first, *_, last] if first != last:
            return visit(first) + visit(last)
        case {"kind": "leaf", "value": -1 | 2.5 | 3j as value, **rest}:
            return value, rest
        case Point(0, y=Size(width, height)) | Point(y=Size(height, width)):
            return width * height
        case (a, [b, c]) | {"b": b, "a": (a, c)}:
            return f"{a!r:>{b}} {c=}"
        case str() | bytes():
            pass
        case _:
            raise ValueError(node)
