f"a{{b}}{x!r:>{width}}" "tail"
f"{value = }{1 + 1 = :04d}"
rf"\d{f'{nested}'}"
