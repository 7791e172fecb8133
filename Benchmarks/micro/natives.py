"""Times single operations of builtin types and modules, in nanoseconds each.

    natives.py [TEXT]           times the operations whose name contains TEXT
    natives.py --compare BASELINE INTERPRETER [TEXT]
                                runs itself under both, in turns, and prints the ratios, slowest first

A ratio above 1 means that INTERPRETER is faster than BASELINE.
"""

import sys
import time

SETUP = """
import json, re, struct, math, itertools, functools, operator, collections, bisect, heapq, copy, os.path, textwrap, string
words = 'the quick brown fox jumps over the lazy dog'.split()
text = ' '.join(words) * 10
line = 'key = value, other = thing; more'
wide = 'größe naïve Ωmega 日本' * 5
ints = list(range(100)); floats = [i * 0.37 for i in range(100)]
shuffled = [(i * 37) % 101 for i in range(100)]
strings = [str(i * 7919) for i in range(100)]
pairs = [(i, str(i)) for i in range(50)]
d = {str(i): i for i in range(100)}; di = {i: i for i in range(100)}
small = {'a': 1, 'b': 2, 'c': 3}
s1 = set(range(100)); s2 = set(range(50, 150)); fs = frozenset(range(8)); fs2 = frozenset(range(4, 12))
data = bytes(range(256)); ba = bytearray(data)
t3 = (1, 2, 3); nested = [[1, 2], [3, 4], {'x': [5]}]
big = 3 ** 400; big2 = 7 ** 300; mid = 10 ** 25; n = 123456; f = 3.14159
class P:
    def __init__(self): self.a = 1; self.b = 2
p = P()
Pt = collections.namedtuple('Pt', 'x y'); pt = Pt(1, 2)
dq = collections.deque(range(50)); cnt = collections.Counter('abracadabra'); dd = collections.defaultdict(int)
rx = re.compile(r'(\\w+)\\s*=\\s*(\\w+)'); table = str.maketrans('abc', 'xyz')
def inc(x): return x + 1
def key(x): return -x
def gen():
    for x in ints: yield x
getx = operator.itemgetter(1); geta = operator.attrgetter('a')
"""

OPERATIONS = """
str.join: ' '.join(words)
str.join big: ','.join(strings)
str.split: text.split()
str.split sep: line.split(', ')
str.rsplit: line.rsplit(' ', 1)
str.partition: line.partition('=')
str.splitlines: 'a\\nb\\nc\\n'.splitlines()
str.replace: text.replace('fox', 'cat')
str.replace char: text.replace('o', '0')
str.find: text.find('dog')
str.find miss: text.find('zebra')
str.index char: text.index('z')
str.rfind: text.rfind('quick')
str.count: text.count('the')
str in: 'lazy' in text
str.startswith: line.startswith('key')
str.endswith tuple: line.endswith(('a', 'more'))
str.strip: '  spam  '.strip()
str.strip chars: '--spam--'.strip('-')
str.lower: text.lower()
str.upper short: 'hello'.upper()
str.title: line.title()
str.translate: line.translate(table)
str.isdigit: '123456'.isdigit()
str.isalnum: 'abc123'.isalnum()
str.isidentifier: 'name'.isidentifier()
str.zfill: '42'.zfill(8)
str.center: 'abc'.center(20)
str.ljust: 'abc'.ljust(20)
str.encode: text.encode()
str.encode wide: wide.encode()
str slice: text[5:25]
str slice step: line[::-1]
str index: line[7]
str concat: line + 'abc'
str multiply: 'ab' * 20
str ==: line == 'key = value, other = thing; morf'
str <: line < 'key = value, other = thing; z'
str iterate: [c for c in line]
str list: list(line)
str hash dict: d[strings[0][:0] + '42']
percent s: '%s is %s' % ('a', 'b')
percent d: '%d-%05d' % (3, 42)
percent f: '%.2f' % f
percent dict: '%(a)s' % small
percent r: '%r' % 'abc'
format method: '{} {}'.format(1, 'a')
format named: '{a}:{b:>5}'.format(a=1, b='x')
format spec: format(n, ',')
format float: format(f, '.3f')
f-string: f'{n} {line} {f}'
f-string spec: f'{n:>10} {f:.2f} {n:x}'
f-string repr: f'{line!r}'
str(int): str(n)
str(big int): str(mid)
str(float): str(f)
repr(float) long: repr(0.1 + 0.2)
repr(str): repr(line)
repr(list): repr(words)
repr(dict): repr(small)
repr(tuple): repr(t3)
int(str): int('12345')
int(str) base: int('ff', 16)
int(float): int(f)
float(str): float('3.25')
float(int): float(n)
round: round(f, 2)
round int: round(f)
divmod: divmod(n, 7)
pow mod: pow(n, 65537, 1000003)
abs: abs(-5)
hex: hex(n)
bin: bin(n)
chr ord: chr(ord('a') + 1)
bool: bool(words)
big add: big + big2
big multiply: big * big2
big floordiv: big // big2
big mod small: big % 1000
big shift: big << 100
big str: str(big)
big compare: big < big2
int bit_length: n.bit_length()
int to_bytes: n.to_bytes(8, 'little')
int from_bytes: int.from_bytes(data[:8], 'big')
float is_integer: f.is_integer()
float hex: f.hex()
len: len(words)
isinstance: isinstance(n, int)
isinstance tuple: isinstance(n, (str, int))
type: type(n)
getattr: getattr(p, 'a')
getattr default: getattr(p, 'zz', None)
hasattr miss: hasattr(p, 'zz')
setattr: setattr(p, 'a', 3)
id: id(p)
hash str: hash(line)
hash tuple: hash((1, 2, 3))
callable: callable(inc)
sum ints: sum(ints)
sum floats: sum(floats)
sum gen: sum(x for x in ints)
min: min(ints)
max key: max(ints, key=key)
min two: min(3, 5)
max two: max(3, 5)
any: any(x > 98 for x in ints)
all: all(ints)
sorted ints: sorted(shuffled)
sorted strings: sorted(strings)
sorted key: sorted(shuffled, key=key)
sorted itemgetter: sorted(pairs, key=getx)
sorted reverse: sorted(shuffled, reverse=True)
sorted tuples: sorted(pairs)
list.sort sorted: list(ints).sort()
reversed: list(reversed(ints))
enumerate: [i for i, x in enumerate(ints)]
zip: [a for a, b in zip(ints, floats)]
zip list: list(zip(ints, floats))
map: list(map(str, ints))
map func: list(map(inc, ints))
filter: list(filter(None, ints))
range list: list(range(100))
range len: len(range(100))
range in: 50 in range(100)
list comp: [x * 2 for x in ints]
set comp: {x for x in ints}
dict comp: {x: x for x in ints}
gen list: list(gen())
tuple gen: tuple(x for x in t3)
list copy: ints[:]
list slice: ints[10:20]
list slice assign: ba[0:4] == data
list concat: ints + floats
list multiply: [0] * 100
list in: 99 in ints
list in str: '791821' in strings
list.index: ints.index(50)
list.count: ints.count(3)
list append pop: (ints.append(1), ints.pop())
list insert del: (ints.insert(0, 1), ints.pop(0))
list extend: [].extend(words)
list ==: ints == list(ints)
list tuple: tuple(ints)
list reverse: ints.reverse()
list unpack: a, *b = words
list of lists: [list(x) for x in pairs]
list(dict): list(d)
tuple ==: t3 == (1, 2, 3)
tuple <: (1, 2, 3) < (1, 2, 4)
tuple in: 3 in t3
tuple concat: t3 + (4, 5)
tuple slice: t3[1:]
dict.get: d.get('50')
dict.get miss: d.get('zz', 0)
dict[]: d['50']
dict int[]: di[50]
dict in: '50' in d
dict.setdefault: d.setdefault('50', 1)
dict.items: [k for k, v in d.items()]
dict.keys list: list(d.keys())
dict.values sum: sum(d.values())
dict.update: dict(small).update(d)
dict copy: d.copy()
dict(kw): dict(a=1, b=2)
dict(pairs): dict(pairs)
dict.fromkeys: dict.fromkeys(words)
dict |: small | {'d': 4}
dict ==: d == dict(d)
dict pop: small.pop('zz', None)
dict iterate: [k for k in d]
dict **: dict(**small)
dict display: {'a': 1, 'b': 2, 'c': 3}
dict delete: ({1: 2, 3: 4}).popitem()
set(list): set(shuffled)
set(str): set(line)
set display: {1, 2, 3}
set |: s1 | s2
set &: s1 & s2
set -: s1 - s2
set ^: s1 ^ s2
set <=: fs <= s1
set in: 50 in s1
set add: s1.add(50)
set update: set(fs).update(s2)
set isdisjoint: fs.isdisjoint(s2)
set iterate: [x for x in s1]
set ==: s1 == set(s1)
set copy: s1.copy()
frozenset & small: fs & fs2
frozenset | small: fs | fs2
frozenset - small: fs - fs2
frozenset hash: hash(frozenset((1, 2, 3)))
frozenset(gen): frozenset(x for x in t3)
set(gen): set(x + 1 for x in t3)
len(set(gen)): len(set(x for x in range(8)))
bytes index: data[5]
bytes slice: data[10:20]
bytes find: data.find(b'xyz')
bytes split: b'a,b,c'.split(b',')
bytes join: b''.join([b'ab', b'cd'])
bytes ==: data == bytes(ba)
bytes decode: b'hello world'.decode()
bytes hex: data.hex()
bytes replace: data.replace(b'a', b'b')
bytes concat: b'abc' + b'def'
bytes iterate: [b for b in data]
bytes(list): bytes(ints)
bytes translate: data.translate(data)
bytearray set: ba.__setitem__(3, 4)
bytearray append: bytearray(b'ab').append(3)
bytearray extend: bytearray().extend(data)
memoryview slice: memoryview(data)[3:9]
struct pack: struct.pack('<IHB', 1, 2, 3)
struct unpack: struct.unpack('<IHB', b'1234567')
math.sqrt: math.sqrt(2.0)
math.floor: math.floor(2.5)
math.gcd: math.gcd(n, 360)
math.isqrt: math.isqrt(n)
math.factorial: math.factorial(20)
math.comb: math.comb(30, 12)
math.log: math.log(f)
math.hypot: math.hypot(3.0, 4.0)
itertools.chain: list(itertools.chain(ints, floats))
itertools.product: list(itertools.product(t3, t3))
itertools.permutations: list(itertools.permutations(t3))
itertools.combinations: list(itertools.combinations(range(6), 3))
itertools.islice: list(itertools.islice(ints, 10, 50))
itertools.accumulate: list(itertools.accumulate(ints))
itertools.groupby: [k for k, g in itertools.groupby(ints, bool)]
itertools.count: next(itertools.count())
itertools.repeat: list(itertools.repeat(1, 50))
itertools.starmap: list(itertools.starmap(max, [(1, 2), (3, 4)]))
itertools.zip_longest: list(itertools.zip_longest(ints, t3))
functools.reduce: functools.reduce(operator.add, ints)
functools.partial: functools.partial(inc, 3)()
functools.cmp_to_key: sorted(words, key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b)))
operator.itemgetter: getx(t3)
operator.attrgetter: geta(p)
operator.add: operator.add(3, 4)
deque append pop: (dq.append(1), dq.popleft())
deque rotate: dq.rotate(3)
deque iterate: [x for x in dq]
deque index: dq[25]
Counter: collections.Counter('abracadabra')
Counter most_common: cnt.most_common(2)
defaultdict: dd['x']
namedtuple make: Pt(1, 2)
namedtuple attr: pt.x
bisect: bisect.bisect(ints, 50)
heapq: heapq.heapify(list(shuffled))
heappush pop: heapq.heappushpop([1, 2, 3], 2)
heapq.nsmallest: heapq.nsmallest(3, shuffled)
copy.copy: copy.copy(words)
copy.deepcopy: copy.deepcopy(nested)
json.dumps: json.dumps(nested)
json.loads: json.loads('{"a": [1, 2.5, "x"], "b": null}')
re.match: rx.match(line)
re.search: rx.search(line, 5)
re.findall: rx.findall(line)
re.sub: rx.sub(r'\\2', line)
re.sub func: rx.sub(lambda m: m[1], line)
re.split: re.split(r'[,;]', line)
re.match group: rx.match(line).group(1)
os.path.join: os.path.join('a', 'b')
os.path.basename: os.path.basename('/a/b/c.txt')
os.path.splitext: os.path.splitext('/a/b/c.txt')
print: print(end='', file=None) if 0 else None
try raise: exec_raise()
attribute: p.a
class make: P()
super isinstance: isinstance(p, P)
string.Template: string.Template('$a b').substitute(a=1)
"""

SETUP += '''
def exec_raise():
    try:
        raise ValueError("x")
    except ValueError:
        pass
'''


def operations(part):
    for row in OPERATIONS.strip().splitlines():
        name, statement = row.split(": ", 1)
        if part in name:
            yield name, statement.replace("\\\\", "\\")


def seconds(statement, spaces, least=0.01, rounds=3):
    """The best time of one execution."""
    source = f"def run(count):\n    for _ in range(count):\n        {statement}\n"
    local = dict(spaces)
    exec(source, local)
    run = local["run"]
    count = 4
    while True:
        start = time.perf_counter()
        run(count)
        took = time.perf_counter() - start
        if took > least / 4:
            break
        count *= 4
    count = max(1, int(count * least / took))
    best = took / count * 1e9
    for _ in range(rounds):
        start = time.perf_counter()
        run(count)
        best = min(best, (time.perf_counter() - start) / count)
    return best


def measure(part):
    spaces = {}
    exec(SETUP, spaces)
    for name, statement in operations(part):
        try:
            print(f"{name}\t{seconds(statement, spaces) * 1e9:.1f}", flush=True)
        except Exception as error:
            print(f"{name}\t{type(error).__name__}: {error}", flush=True)


def compare(baseline, interpreter, part):
    import subprocess

    best = {}
    for turn in range(4):
        command = [baseline, interpreter][turn % 2]
        output = subprocess.run([command, __file__, part], capture_output=True, text=True).stdout
        for row in output.splitlines():
            name, value = row.split("\t")
            times = best.setdefault(name, [None, None])
            try:
                nanoseconds = float(value)
            except ValueError:
                print(f"{name}: {value}")
                continue
            if times[turn % 2] is None or nanoseconds < times[turn % 2]:
                times[turn % 2] = nanoseconds
    rows = [(a / b, name, a, b) for name, (a, b) in best.items() if a and b]
    for ratio, name, a, b in sorted(rows):
        print(f"{ratio:6.2f}  {name:28} {a:10.1f} {b:10.1f}")
    below = sum(1 for row in rows if row[0] < 1)
    print(f"{below} of {len(rows)} below 1")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--compare"]:
        compare(sys.argv[2], sys.argv[3], sys.argv[4] if len(sys.argv) > 4 else "")
    else:
        measure(sys.argv[1] if len(sys.argv) > 1 else "")
