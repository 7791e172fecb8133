"""Numbers as text: every presentation type, padding, grouping, odd precisions."""

numbers = [0, 1, -1, 7, 42, -12345, 10**9, 2**62, -(2**63), 10**25, 0.0, -0.0, 0.1 + 0.2, 1.5,
           -2.5, 1e16, 123456789.125, 1e300, 5e-324, 1e-5, 12345.678, float("inf"), float("nan")]
specs = ["", "d", "x", "X", "#x", "o", "#o", "b", "#010b", ",", "_", "_x", "012,", "+", " ", "-",
         ">12", "<12", "^12", "=12", "*^15", "015", "+015,", ".3f", ".0f", "#.0f", ".2e", ".17g", "g",
         "e", "f", "%", ".1%", ",.2f", "z.1f", "é>8", "10.3", "08.2f", "n", "c", ".0e", "G", "E", "F",
         "0=20,", "0<15,", "014,.2f", "013_d"]
for number in numbers:
    for spec in specs:
        try:
            print(repr(number), repr(spec), format(number, spec))
        except (ValueError, OverflowError) as error:
            print(repr(number), repr(spec), type(error).__name__, error)

percents = ["%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%#x", "%X", "%#o", "%.3d", "%8.3d", "%e",
            "%.2f", "%g", "%10.3e", "%-12g|", "%#.3g", "%r", "%5s", "%-5s|", "%.2s", "%c", "%a", "%i"]
for number in [0, 5, -5, 65, 255, 2**70, -(2**70), 1.0, -0.0, 3.14159, 1e100, float("-inf")]:
    for text in percents:
        try:
            print(text, text % number)
        except (TypeError, OverflowError, ValueError) as error:
            print(text, type(error).__name__, error)
print("%s%%%r" % ("é", "日本"), "%(a)r %(b)s" % {"a": [1, "x'y"], "b": 2}, b"%d %s %a" % (3, b"x", "y"))
for value in [0.0, -0.0, 1.0, -1.5, 5e-324, 1e300, 2.2250738585072014e-308, 3.0e-310, 0.1]:
    print(value.hex(), value, repr(value), str(value))
for value in (complex(1, -2), complex(0, 0), complex(-0.0, 1e20), complex(1.5, float("nan"))):
    print(value, f"{value:.2f}", f"{value:>20}", f"{value:g}")
print(10**700 % 10**9, str(-(3**500)), repr(2**200), f"{2**200:,}", f"{2**100:_b}")
