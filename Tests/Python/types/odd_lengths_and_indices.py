"""What natives do with lengths, hints, indices and arguments of the wrong kind."""
import re


def t(f):
    try: print(re.sub(r' at 0x[0-9a-f]+', '', str(f())))
    except Exception as e: print(type(e).__name__, e)
class G:
    def __getitem__(self, i):
        return [10,20][i]
    def __len__(self): return -1
class H:
    def __iter__(self): return 5
    def __len__(self): return -1
class I:
    def __iter__(self): return iter('ab')
    def __len__(self): return -1
class J:
    def __iter__(self): return iter('ab')
    def __len__(self): return 'x'
class K:
    def __iter__(self): return iter('ab')
    def __length_hint__(self): return 'x'
class L:
    def __iter__(self): return iter('ab')
    def __len__(self): return 1<<70
class M:
    def __iter__(self): return iter('ab')
    def __len__(self): 1/0
class N:
    def __iter__(self): return iter('ab')
    def __len__(self): raise TypeError('tt')
class O:
    def __iter__(self): return iter('ab')
    def __length_hint__(self): return -1
class P:
    def __iter__(self): return iter('ab')
    def __length_hint__(self): return NotImplemented
class Q:
    def __iter__(self): return iter('ab')
    def __length_hint__(self): raise TypeError
class R:
    def __iter__(self): return iter('ab')
    def __len__(self): return 2.5
class S:
    def __getitem__(self, i): raise KeyError(i)
    def __len__(self): return 'x'
import collections, itertools
for C in (G,H,I,J,K,L,M,N,O,P,Q,R,S):
    print(C.__name__)
    x=C()
    for f in (list, tuple, set, lambda x:[*x], lambda x:(*x,), lambda x:{*x}, dict.fromkeys, lambda x: [].extend(x), sorted, collections.deque, bytes, bytearray, lambda x: bytearray().extend(x), lambda x: list(map(str,x)), lambda x:list(zip(x)), lambda x: ''.join(x), lambda x: print(*x), sum, max, any, frozenset, lambda x: enumerate(x).__next__(), reversed, iter, lambda x: [1].__iadd__(x), lambda x: list.__init__([], x), len, bool, lambda x: 'a' in x, lambda x: b''.join(x), lambda x: list(reversed(x)), lambda x: __import__('operator').length_hint(x, 3)):
        t(lambda: f(x))
for bad in ('a', None, 2.5, 1<<70, True):
    class Z:
        def __index__(self): return bad
    t(lambda: [1,2,3][Z()]); t(lambda: [1,2,3][:Z()]); t(lambda: [1,2,3].pop(Z())); t(lambda: [1,2].index(1, Z())); t(lambda: (1,2).index(1,Z())); t(lambda: 'abc'.find('a', Z())); t(lambda: b'abc'.find(b'a', Z())); t(lambda: range(5)[Z()]); t(lambda: range(Z())); t(lambda: [0]*Z()); t(lambda: [1].insert(Z(), 1)); t(lambda: bytearray(2).insert(Z(),Z())); t(lambda: 'a'*Z()); t(lambda: slice(Z()).indices(4)); t(lambda: bytes(Z())); t(lambda: bytes([Z()])); t(lambda: chr(Z())); t(lambda: round(1.5, Z())); t(lambda: int('1', Z())); t(lambda: 'a'.center(Z())); t(lambda: (1).to_bytes(Z())); t(lambda: memoryview(b'abc')[Z()])
for bad in ('a', 2.5, (), [], b''):
    t(lambda: [1,2].index(1, bad)); t(lambda: (1,2).index(1,bad)); t(lambda: 'abc'.find('a', bad)); t(lambda: b'abc'.find(b'a', bad)); t(lambda: [1,2][bad:]); t(lambda: range(3).index(1, bad)); t(lambda: collections.deque([1]).index(1, bad)); t(lambda: 'abc'.startswith('a', bad)); t(lambda: 'a'.split(None, bad)); t(lambda: 'abc'.count('a', bad)); t(lambda: b'abc'.count(b'a', bad)); t(lambda: bytearray(b'abc').startswith(b'a', bad)); t(lambda: b'abc'.index(b'a', 0, bad)); t(lambda: slice(bad).indices(3)); t(lambda: range(3)[bad:]); t(lambda: memoryview(b'a')[bad:])
    t(lambda: b'abc'.find(bad)); t(lambda: bytearray(b'abc').rfind(1, bad))
for bad in (5, None, True, b'x', 2.5):
    t(lambda: (1).to_bytes(1, bad)); t(lambda: int.from_bytes(b'a', bad)); t(lambda: str(b'a', bad)); t(lambda: str(b'a', 'utf-8', bad)); t(lambda: format(1, bad)); t(lambda: 'a'.encode(bad)); t(lambda: b'a'.decode(bad)); t(lambda: sum(5, 'a')); t(lambda: sum(bad, 'a')); t(lambda: sum([], b'a')); t(lambda: sum(bad, b'a')); t(lambda: sum(bad, bytearray()))
    t(lambda: bytes('a', bad)); t(lambda: bytearray('a', bad)); t(lambda: bytes('a', 'utf-8', bad)); t(lambda: str(bad, bad)); t(lambda: str('a', bad)); t(lambda: (1).to_bytes(bad)); t(lambda: (1).to_bytes(bad, bad)); t(lambda: 'a'.encode('utf-8', bad)); t(lambda: compile(bad,'a','exec')); t(lambda: compile('1', bad, 'eval')); t(lambda: compile('1','a',bad)); t(lambda: open(bad, bad) if bad not in (True,5) else 0); t(lambda: getattr(1, bad)); t(lambda: __import__(bad)); t(lambda: (5).__format__(bad)); t(lambda: 'x'.__format__(bad)); t(lambda: (2.5).__format__(bad)); t(lambda: object().__format__(bad))

for text in ("", "a", "\xe9", "\U0001f600"):
    print(ascii(text), type(iter(text)).__name__, list(iter(text)) == list(text))
first = {1.0: "float", "b": 2, (1,): 3, None: 4}
print(first.keys() & {1, 2, 3}, first.keys() & {1, 2, 3, 4, 5}, {1, 2} & first.keys(), first.keys() & [1, 7])
print({1: 2}.keys() & first.keys(), first.keys() & {1: 2}.keys(), {1: "x"}.items() & {(1.0, "x")})
