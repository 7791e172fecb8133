# What writers make of rows, under all options.
import csv
import io


class Shown:
    def __write(self, text):
        print("write", repr(text))
        return len(text)

    write = __write


class Number:
    def __float__(self):
        return 1.0

    def __str__(self):
        return "number"


ROWS = [
    [1, 2.5, "a", None, "", " x", 'q"q', "a,b", "\r", "e\\"], [""], [None], ["a"], [1], [],
    ["", ""], ["", None], ["a\nb"], [b"x", 1j, True, Number()], "abc", 3, ["é", "\U00012345"],
    [" a", "", "a "], ["!", "a!"], ["'"],
]
OPTIONS = [{"quoting": quoting, "escapechar": escape}
           for quoting in range(6) for escape in (None, "\\")]
OPTIONS += [
    {"doublequote": False}, {"doublequote": False, "escapechar": "\\"}, {"quotechar": "'"},
    {"quotechar": None, "quoting": 3}, {"delimiter": " "},
    {"delimiter": " ", "skipinitialspace": True}, {"lineterminator": "!"},
    {"delimiter": " ", "skipinitialspace": True, "quoting": 3},
    {"delimiter": " ", "skipinitialspace": True, "quoting": 4},
    {"delimiter": " ", "skipinitialspace": True, "quoting": 5}, {"lineterminator": "é\n"},
]
for options in OPTIONS:
    print(options)
    writer = csv.writer(Shown(), **options)
    for row in ROWS:
        try:
            print(writer.writerow(row))
        except Exception as error:
            print(type(error).__name__, error)

writer = csv.writer(Shown())
print(writer.writerows([[1], ["a", 2]]))
for rows in (3, [3], [["a"], 3]):
    try:
        writer.writerows(rows)
    except Exception as error:
        print(type(error).__name__, error)


class Failing:
    def __str__(self):
        raise KeyError("no text")


try:
    writer.writerow(["a", Failing()])
except KeyError as error:
    print(error)
for target in (None, type("NoMethod", (), {"write": 3})()):
    try:
        csv.writer(target)
    except TypeError as error:
        print(error)

out = io.StringIO()
writer = csv.DictWriter(out, ["a", "b"], restval="-")
writer.writeheader()
writer.writerow({"a": 1, "b": 'x"y'})
writer.writerow({"a": 1})
try:
    writer.writerow({"c": 1})
except ValueError as error:
    print(error)
print(repr(out.getvalue()))
