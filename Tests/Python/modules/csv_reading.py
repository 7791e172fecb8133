# What readers make of lines, under all options.
import csv
import io

LINES = [
    [], [""], ["\n"], ["\r\n", "a"], ["a,b\r\n"], ["a\rb"], ["a\n\nb"], ['a,"b"'], ['a,"b'],
    ['a,"b\n', 'c"'], ['a,"b"c,d'], ['a,"b""c"'], ['a,"b"" c" ,d'], ['a, "b",c'], ["\\"], ["a\\"],
    ['a\\,b,"c\\"d"'], ['"a\\\n', 'b"'], ["a\\\n", "b", "c,d"], ['a"b"'], [",,"], ['1,2.5,"3"'],
    ["1,x"], ["", ""], ['"'], ['""'], ["a,"], ["a,\n"], ["\0"], ['"a\0"'], ["é,\U00012345"],
    ["\u4e00\u4e01,x"], [b"a"], [3], ["a", '"b\r\n', "c"], ['"a" ,b'], ['"a"\nb'], ['"a"\n\n'],
    ['""""'], ['"""'], ['nan,inf,,""'], [" 1, 2"], ['  ,  "a",'], ["a\n", "", "b"], ["a  b"],
]
OPTIONS = [
    {}, {"strict": True}, {"quoting": 2}, {"quoting": 3}, {"quoting": 4}, {"quoting": 5},
    {"escapechar": "\\"}, {"escapechar": "\\", "quoting": 3}, {"doublequote": False},
    {"skipinitialspace": True}, {"escapechar": "\\", "doublequote": False, "strict": True},
    {"delimiter": " ", "skipinitialspace": True}, {"quotechar": None, "quoting": 3},
    {"skipinitialspace": True, "quoting": 2}, {"skipinitialspace": True, "quoting": 4},
    {"delimiter": "\u4e00"}, {"delimiter": "a", "quotechar": "b"},
]
for options in OPTIONS:
    print(options)
    for lines in LINES:
        reader = csv.reader(lines, **options)
        rows = []
        try:
            rows.extend(reader)
        except Exception as error:
            rows.append((type(error).__name__, str(error)))
        print(reader.line_num, rows)

reader = csv.reader(["a,b"])
print(iter(reader) is reader, reader.dialect.delimiter)
for name in ("line_num", "dialect"):
    try:
        setattr(reader, name, 1)
    except AttributeError as error:
        print(error)
try:
    type(reader)([])
except TypeError as error:
    print(error)

old = csv.field_size_limit(3)
for lines in (["abcd"], ["abc,abc"], ['"ab""c"'], ['"ab\n', 'c"']):
    try:
        print(list(csv.reader(lines)))
    except csv.Error as error:
        print(error)
csv.field_size_limit(old)

for row in csv.DictReader(io.StringIO("a,b\r\n1,2\r\n3\r\n4,5,6\r\n")):
    print(row)
print(sum(len(row) for row in csv.reader("x,y,%d" % i for i in range(20000))))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n4;5;6\n").delimiter)
