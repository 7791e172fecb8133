"""One operation at a time: which ones take Taipan longer than CPython.

    Benchmarks/operations.py [INTERPRETER INTERPRETER] [--only TEXT]

times every statement of OPERATIONS in a loop of its own, in both interpreters by turns, and lists the
ratios, the worst first. The loop's own time is taken off. Without arguments it compares the reference of
`Tools/setup` with the release build.
"""

import json
import os
import subprocess
import sys
import time

SETUP = '''
import collections, contextlib, copy, dataclasses, datetime, decimal, enum, fractions, functools, io
import itertools, json, math, operator, os, pathlib, random, re, string, struct, textwrap, types, typing
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple, ChainMap

class Plain:
    kind = 1
    def __init__(self, x=1): self.x = x
    def method(self): return 1
    def keywords(self, a, b=2, *, c=3): return a
    def variadic(self, *args, **kwargs): return args
    @property
    def prop(self): return self.x
    @functools.cached_property
    def cached(self): return 1
    @classmethod
    def of_class(cls): return 1
    @staticmethod
    def static(): return 1
class Child(Plain):
    def __init__(self, x=1): super().__init__(x)
    def method(self): return super().method()
class Slots:
    __slots__ = ("a", "b")
    def __init__(self): self.a = self.b = 1
class Dynamic:
    def __getattr__(self, name): return 1
class Operators:
    def __add__(self, other): return self
    def __eq__(self, other): return self is other
    def __lt__(self, other): return False
    def __hash__(self): return 1
    def __len__(self): return 1
    def __getitem__(self, i): return i
    def __setitem__(self, i, value): pass
    def __contains__(self, x): return True
    def __iter__(self): return iter(())
    def __call__(self): return 1
    def __bool__(self): return True
    def __enter__(self): return self
    def __exit__(self, *rest): return None
class Descriptor:
    def __get__(self, instance, owner): return 1
    def __set__(self, instance, value): pass
class HasDescriptor:
    field = Descriptor()
class DictChild(dict):
    pass
class Missing(dict):
    def __missing__(self, key): return 0
class ListChild(list):
    pass
class StrChild(str):
    pass
class IntChild(int):
    pass
class Colour(enum.Enum):
    RED = 1
    GREEN = 2
class Flags(enum.IntFlag):
    A = 1
    B = 2
@dataclasses.dataclass
class Data:
    a: int
    b: int = 2
@dataclasses.dataclass(frozen=True)
class Frozen:
    a: int
Point = namedtuple("Point", "x y")
@typing.runtime_checkable
class Proto(typing.Protocol):
    def method(self): ...
@functools.singledispatch
def dispatched(x): return 1
@dispatched.register
def _(x: int): return 2
@functools.lru_cache
def memo(x): return x
@contextlib.contextmanager
def managed(): yield 1
def decorated(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs): return f(*args, **kwargs)
    return wrapper
def plain(a, b): return a
wrapped = decorated(plain)
def defaults(a, b=1, c=2): return a
def keyword_only(*, a, b=1): return a
def variadic(*args, **kwargs): return args
def generator(n):
    for i in range(n): yield i
def delegating(n): yield from generator(n)
def raising(): raise ValueError("x")
plain_object, child, slots, dynamic, ops = Plain(), Child(), Slots(), Dynamic(), Operators()
other, described, data, frozen, point = Operators(), HasDescriptor(), Data(1), Frozen(1), Point(1, 2)
plain_object.cached
partial = functools.partial(plain, 1)
numbers = list(range(100)); pairs = [(i, str(i)) for i in range(100)]; big = 10 ** 40
words = "the quick brown fox jumps over the lazy dog".split(); text = " ".join(words) * 5
data_bytes = text.encode(); small_dict = {"a": 1, "b": 2, "c": 3}; int_dict = {i: i for i in range(100)}
str_keys = {w: 1 for w in words}; bytes_dict = {b"a": 1, b"b": 2}; tuple_dict = {(1, "a"): 1, (2, "b"): 2}
bytes_pairs = {(b"a", b"b"): 1}
counter, ordered, defaulted = Counter(words), OrderedDict(small_dict), defaultdict(int, small_dict)
missing, dict_child, chain = Missing(a=1), DictChild(a=1), ChainMap({}, small_dict)
list_child, str_child, int_child = ListChild([1, 2, 3]), StrChild("abc"), IntChild(5)
queue = deque(range(100)); a_set = set(numbers); b_set = set(range(50, 150)); frozen_set = frozenset("abc")
dec, dec2, frac, frac2 = decimal.Decimal("1.5"), decimal.Decimal("2.25"), fractions.Fraction(1, 3), fractions.Fraction(2, 5)
day, delta = datetime.datetime(2024, 1, 2, 3, 4, 5), datetime.timedelta(days=1)
path = pathlib.PurePosixPath("/a/b/c.txt"); pattern = re.compile(r"(\\w+) (\\w+)"); matched = pattern.match(text)
obj_list = [Plain(i % 10) for i in range(100)]; buffer = io.StringIO(); stream = io.BytesIO()
a, b, x, y, i, s, t = 3, 5, 1.5, 2.5, 7, "hello", "world"
array = bytearray(b"abcdef"); view = memoryview(data_bytes); z = 1 + 2j
nested = {"a": [1, 2, {"b": (1, 2)}], "c": "text"}; encoded = json.dumps(nested)
template = string.Template("$a and $b"); rnd = random.Random(1)
'''

OPERATIONS = """
a + b; a * b; a // b; a % b; a / b; -a; a ** 2; a << 3; a & b; a == b; a < b; a < b < i; not a; divmod(a, b); pow(a, b, 7)
big + 1; big * big; big // 7; big % 1000007; big == big + 1; str(big); int("12345"); hash(big); big >> 3; int(x); abs(-a)
x + y; x * y; x / y; x // y; x % y; x ** 2; x < y; round(x); round(x, 1); float("1.5"); str(x); repr(x); int(2.7); x == a
z * z; z + 1; abs(z); math.sqrt(x); math.floor(x); math.sin(x); math.gcd(12, 18); math.isclose(x, y); max(a, b); min(a, b, i)
a.bit_length(); a.to_bytes(4, "big"); int.from_bytes(b"abcd", "big"); True + 1; a is None; a and b; a or b; a if b else i
s + t; s * 3; s == t; s < t; s[1]; s[1:3]; s[::-1]; len(s); "l" in s; s.upper(); s.replace("l", "m"); s.find("l"); s.split("l")
s.startswith("he"); s.strip(); s.encode(); s.join(words); text.split(); text.count("the"); s.isalpha(); s.ljust(20); s.title()
f"{a} {b}"; f"{x:.2f}"; f"{s!r:>10}"; "%s %d" % (s, a); "%.2f" % x; "{} {}".format(a, b); "{0:>5} {name}".format(a, name=s)
s.partition("l"); s.rsplit("l", 1); text.splitlines(); s.translate({104: "x"}); s.casefold(); ord("a"); chr(97); hash(s); s.zfill(9)
str(a); repr(s); ascii(s); str(numbers); repr(small_dict); s.format(); "".join([s, t]); ",".join(map(str, numbers)); s.center(20)
s.isdigit(); s.islower(); s.lower(); s.swapcase(); s.removeprefix("he"); s.endswith(("x", "lo")); s.rfind("l"); s.index("l"); s is t
data_bytes[5]; data_bytes[2:9]; data_bytes + b"x"; b"a" == b"b"; data_bytes.find(b"fox"); data_bytes.decode(); b"a" in data_bytes
data_bytes.split(); bytes([1, 2, 3]); bytes(10); data_bytes.replace(b"a", b"b"); data_bytes.hex(); hash(b"abc"); b"a" < b"b"; b"a" + b"b"
array[2]; array[2] = 5; array[1:3]; array.append(1), array.pop(); bytearray(10); view[3]; view[2:8]; bytes(view[2:8]); b"a".join([b"b", b"c"])
bytes_dict[b"a"]; b"a" in bytes_dict; bytes_dict.get(b"zz"); bytes_pairs[(b"a", b"b")]; struct.pack("<IH", 1, 2); struct.unpack("<I", b"abcd")
numbers[5]; numbers[-1]; numbers[2:9]; numbers[5] = 5; len(numbers); 50 in numbers; numbers.index(50); numbers + numbers; numbers * 2
sum(numbers); max(numbers); min(numbers); sorted(numbers); sorted(words); sorted(words, key=len); numbers.copy(); list(numbers); numbers[::2]
sorted(pairs, key=lambda p: p[1]); sorted(obj_list, key=lambda o: o.x); sorted(obj_list, key=operator.attrgetter("x")); numbers == numbers[:]
[n for n in numbers]; [n * 2 for n in numbers if n & 1]; {n: n for n in numbers}; {n for n in numbers}; list(map(str, numbers)); any(numbers)
list(filter(None, numbers)); list(zip(numbers, numbers)); list(enumerate(numbers)); list(reversed(numbers)); list(range(100)); all(numbers)
sum(n for n in numbers); any(n > 1000 for n in numbers); [p for p, q in pairs]; [*numbers, 1]; n, *rest = numbers; numbers.count(5)
[].append(1); [1, 2, 3].pop(); [].extend(words); list(words).sort(); [1, 2].insert(0, 1); numbers[:5] = numbers[:5]
min(pairs, key=lambda p: p[0]); list(itertools.chain(numbers, numbers)); list(itertools.islice(numbers, 50)); list(itertools.accumulate(numbers))
[k for k, g in itertools.groupby(numbers, lambda n: n // 10)]; list(itertools.product("ab", "cd")); list(itertools.combinations("abcd", 2))
(1, a); (1, 2) == (1, 2); (1, s) < (1, t); hash((1, 2)); p, q = a, b; (1, 2)[0]; tuple(numbers); (1, 2) + (3,); len((1, 2)); 1 in (1, 2)
small_dict["a"]; small_dict["a"] = 1; "a" in small_dict; small_dict.get("z"); small_dict.get("a", 1); int_dict[50]; tuple_dict[(1, "a")]; len(small_dict)
{"a": 1, "b": a}; dict(a=1, b=2); dict(small_dict); {**small_dict, "z": 1}; small_dict | small_dict; list(small_dict); list(small_dict.items())
for k, v in small_dict.items(): pass; for k in int_dict: pass; for v in int_dict.values(): pass; small_dict.setdefault("a", 1); small_dict.copy()
{}.update(small_dict); {"k": 1}.pop("k"); small_dict == dict(small_dict); small_dict.keys() & small_dict.keys()
sorted(small_dict.items(), key=lambda kv: kv[1]); dict(pairs); dict(zip(words, numbers)); max(small_dict, key=small_dict.get); sum(int_dict.values())
counter["the"]; counter["the"] += 1; counter["nothing"]; Counter(words); counter.most_common(2); counter.get("the"); Counter(text); "the" in counter
defaulted["a"]; defaulted["a"] += 1; defaultdict(list); defaultdict(list)["x"].append(1); ordered["a"]; ordered["a"] = 1; for k in ordered: pass
ordered.move_to_end("a"); missing["zz"]; missing["a"]; dict_child["a"]; dict_child["a"] = 1; "a" in dict_child; chain["a"]; len(dict_child)
50 in a_set; a_set | b_set; a_set & b_set; a_set - b_set; a_set.add(5); set(numbers); frozenset(words); a_set <= b_set; {1, 2, 3}; set(); "a" in frozen_set
queue.append(1), queue.popleft(); queue[5]; deque(numbers); for n in queue: pass; queue.rotate(1); len(queue); list_child[1]; len(list_child)
for n in list_child: pass; str_child + s; str_child == s; {str_child: 1}; int_child + 1; int_child == 5; str_child.upper(); hash(str_child); int_child < 7
plain_object.x; plain_object.x = 1; plain_object.method(); plain_object.prop; plain_object.cached; plain_object.kind; Plain.kind; plain_object.of_class()
Plain(); Plain(1); Plain(x=1); Child(); child.method(); slots.a; slots.a = 2; Slots(); dynamic.anything; getattr(plain_object, "x"); setattr(plain_object, "x", 1)
getattr(plain_object, "zz", None); hasattr(plain_object, "x"); isinstance(a, int); isinstance(a, (str, int)); isinstance(plain_object, Plain); callable(a)
issubclass(Child, Plain); type(a) is int; plain_object.static(); plain_object.keywords(1, c=2); plain_object.variadic(1, k=2); plain_object == child; id(a)
isinstance(numbers, collections.abc.Sequence); isinstance(plain_object, Proto); isinstance(a, collections.abc.Hashable); vars(plain_object); dir(plain_object)
ops + ops; ops == other; ops < other; hash(ops); len(ops); ops[1]; ops[1] = 2; 1 in ops; for n in ops: pass; ops(); bool(ops); {ops: 1}; described.field
described.field = 1; plain_object.__class__; plain_object.__dict__; Plain.__name__; plain_object.method; hash(plain_object); [ops] == [other]
with ops: pass; with managed(): pass; with contextlib.suppress(ValueError): pass; with contextlib.nullcontext(): pass; copy.copy(plain_object); repr(data)
Colour.RED; Colour.RED.value; Colour.RED.name; Colour(1); Colour["RED"]; Colour.RED == Colour.GREEN; {Colour.RED: 1}; Flags.A | Flags.B; list(Colour)
Data(1); Data(1, 2) == Data(1, 2); data.a; dataclasses.replace(data, a=2); Frozen(1); hash(frozen); dataclasses.asdict(data); Colour.RED in Colour; str(Colour.RED)
Point(1, 2); point.x; point[0]; px, py = point; point._replace(x=2); point == (1, 2); hash(point); {point: 1}; types.SimpleNamespace(a=1); point._asdict()
plain(1, 2); plain(a=1, b=2); plain(*(1, 2)); plain(**{"a": 1, "b": 2}); defaults(1); defaults(1, c=3); keyword_only(a=1); variadic(1, 2); variadic(k=1)
partial(2); wrapped(1, 2); memo(1); dispatched(1); (lambda: 1)(); f = lambda n: n; def inner(): return a; operator.add(a, b); operator.itemgetter(0)(numbers)
functools.reduce(operator.add, numbers); functools.partial(plain, 1); for n in generator(10): pass; list(generator(10)); list(delegating(10)); next(iter(numbers))
for n in range(10): pass; for n in numbers: pass; for n, m in zip(numbers, numbers): pass; for n, m in enumerate(numbers): pass; iter(numbers)
try: a; except ValueError: pass; try: raising(); except ValueError: pass; try: small_dict["zz"]; except KeyError: pass; try: int("x"); except ValueError: pass
try: raising(); except ValueError as e: str(e); try: plain_object.zz; except AttributeError: pass; try: numbers[999]; except IndexError: pass; try: next(iter(())); except StopIteration: pass
match a:  case 1: pass;  case 3: pass; match point:  case Point(x=1): pass; match numbers:  case [first, *rest]: pass; match small_dict:  case {"a": n}: pass
dec + dec2; dec * dec2; dec / dec2; decimal.Decimal("1.23"); str(dec); dec.quantize(decimal.Decimal("0.1")); dec < dec2; int(dec); dec == 1; hash(dec); round(dec, 1)
frac + frac2; frac * frac2; fractions.Fraction(3, 4); frac < frac2; float(frac); str(frac); frac == frac2; day + delta; day - day; day < day; day.isoformat()
day.strftime("%Y-%m-%d"); datetime.datetime(2024, 1, 1); datetime.datetime.fromisoformat("2024-01-02"); delta.total_seconds(); day.year; str(day); day.date(); delta * 2
pattern.match(text); pattern.search(text); pattern.findall(text); pattern.sub("x", text); matched.group(1); matched.groups(); re.match("a", s); re.split(" ", text); re.sub("o", "0", text)
path.name; path.parent; path / "x"; str(path); path.suffix; os.path.join("a", "b"); os.path.basename("/a/b"); os.path.splitext("a.b"); pathlib.PurePosixPath("a/b"); path == path
json.dumps(nested); json.loads(encoded); copy.deepcopy(nested); copy.copy(nested); buffer.write("x"); stream.write(b"x"); template.substitute(a=1, b=2); textwrap.dedent(text)
rnd.random(); rnd.randint(1, 6); rnd.choice(numbers); rnd.shuffle(words); random.Random(1); io.StringIO("abc").read(); random.sample(numbers, 5); os.fspath(path); slice(1, 2)
zip(numbers, numbers); range(10); enumerate(numbers); reversed(numbers); map(str, numbers); iter(small_dict); list(); dict(); int(); str(); object(); type(plain_object); print(end="", file=buffer)
exec("1"); eval("1"); compile("1", "", "eval"); globals(); locals(); sorted([3, 1, 2]); bin(a); hex(a); format(x, ".3f"); format(a, "05d"); format(a, ","); sum([x, y]); __import__("os"); import os; from os import path as pp
"""


def operations():
    """The statements of the table: those of several lines are on one, with their `;` inside."""
    for line in OPERATIONS.strip().splitlines():
        parts = [part.strip() for part in line.split("; ")]
        number = 0
        while number < len(parts):
            statement = parts[number]
            number += 1
            if statement.startswith("try:") or (statement.startswith("match ")):
                while number < len(parts) and parts[number].startswith(("except", "case")):
                    statement += "\n" + ("" if parts[number].startswith("except") else " ") + parts[number]
                    number += 1
                statement = statement.replace(":  case", ":\n case")
            yield statement


def measure():
    """Prints nanoseconds per statement as JSON lines: what the child processes run."""
    space = {}
    exec(SETUP, space)
    empty = "def run(times):\n for _ in times: pass\n"
    statements = [None, *operations()]
    only = os.environ.get("OPERATIONS_ONLY", "")
    for statement in statements:
        if statement is None:
            source, name = empty, "-"
        else:
            if only not in statement:
                continue
            body = "\n".join("  " + line for line in statement.splitlines())
            source, name = f"def run(times):\n for _ in times:\n{body}\n", statement
        local = "global " + ", ".join(targets(source)) + "\n" if targets(source) else ""
        source = source.replace("\n", "\n " + local, 1) if local else source
        try:
            exec(source, space)
            run = space["run"]
            times, best = 50, 1e9
            while True:
                begin = time.perf_counter()
                run(range(times))
                taken = time.perf_counter() - begin
                if taken > 0.01 or times > 1_000_000:
                    break
                times *= 3
            for _ in range(4):
                begin = time.perf_counter()
                run(range(times))
                best = min(best, time.perf_counter() - begin)
        except Exception as error:
            print(json.dumps([name, None, f"{type(error).__name__}: {error}"]), flush=True)
            continue
        print(json.dumps([name, best / times * 1e9, ""]), flush=True)


def targets(source):
    """Names of the setup that the statement assigns to: they stay global, as the statement reads them."""
    code = compile(source, "", "exec").co_consts[0]
    return [name for name in code.co_varnames if name not in ("times", "_") and f"{name} = " in SETUP]


def compare(first, second):
    """Runs both interpreters by turns and prints the table."""
    best = {}
    for _ in range(int(os.environ.get("OPERATIONS_ROUNDS", "2"))):
        for side, command in enumerate((first, second)):
            child = [*command.split(), __file__, "--measure"]
            for line in subprocess.run(child, capture_output=True, text=True, check=True).stdout.splitlines():
                name, nanoseconds, error = json.loads(line)
                if nanoseconds is None:
                    print(f"{command}: {name}: {error}")
                    continue
                row = best.setdefault(name, [1e18, 1e18])
                row[side] = min(row[side], nanoseconds)
    empty = best.pop("-")
    rows = [
        (max(theirs - empty[0], 0.5) / max(ours - empty[1], 0.5), theirs, ours, name)
        for name, (theirs, ours) in best.items()
    ]
    for ratio, theirs, ours, name in sorted(rows):
        print(f"{ratio:6.2f}x  {theirs:10.1f} ns  {ours:10.1f} ns  {name!r}")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        arguments = sys.argv[1:]
        if "--only" in arguments:
            at = arguments.index("--only")
            os.environ["OPERATIONS_ONLY"] = arguments[at + 1]
            del arguments[at : at + 2]
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        prefix = os.environ.get("TAIPAN_REFERENCE") or os.path.expanduser("~/.cache/taipan/cpython-3.13")
        compare(*(arguments or [f"{prefix}/usr/bin/python3.13", f"{root}/.build/release/taipan"]))
