# Ints: text, parsing, arithmetic at the edges of the small representation, conversions.
def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

EDGES = [0, 1, -1, 2, 7, -7, 10, 2**31, -2**31, 2**61, 2**62 - 1, 2**62, -2**62, -2**62 - 1, 2**63 - 1,
         2**63, -2**63, -2**63 - 1, 2**64 - 1, 2**64, 10**18, 10**19, -10**30, 3**200, -(3**200), 1 << 1000]
for x in EDGES:
    print(x, repr(x), hex(x), oct(x), bin(x)[:80], hash(x), x.bit_length(), x.bit_count(), bool(x), -x, ~x, abs(x), +x)
    print(int(str(x)), int(hex(x), 16), int(hex(x), 0), x.as_integer_ratio(), x.is_integer(), x.conjugate(), x.real, x.imag, x.numerator, x.denominator)
    print(x.__sizeof__(), x.__getnewargs__(), round(x, -1), round(x, -3), round(x, -40), round(x, 2), x.__trunc__(), x.__floor__(), x.__ceil__(), x.__index__())
    t(lambda: float(x))
total = 0
for x in EDGES:
    for y in EDGES:
        total = (total * 31 + hash((x + y, x - y, x * y, x & y, x | y, x ^ y, x < y, x <= y, x == y, x != y, x > y, x >= y))) % (2**61 - 1)
        if y:
            total = (total * 31 + hash((x // y, x % y, divmod(x, y)))) % (2**61 - 1)
            try:
                total = (total * 31 + hash(x / y)) % (2**61 - 1)
            except OverflowError as e:
                total += 1
        if 0 <= y < 200:
            total = (total * 31 + hash((x << y, x >> y, x ** y))) % (2**61 - 1)
            total = (total * 31 + hash((pow(x, y, 10**9 + 7), pow(x, y, -12345678901234567891)))) % (2**61 - 1)
    print(total)
for text in ['12', ' 12 ', '-0', '+5', '0x1f', '0b101', '0o17', '1_000', '1__0', '_1', '1_', '', ' ', '+', '-', '0_7', '00', '007',
             '\u0661\u0662', '\u2003 12\u2003', '9' * 30, '12a', 'z', 'Zz', '1.5', '1e5', '0x', '+-1', '\x1c1', '1\0']:
    for base in (10, 0, 2, 16, 36):
        t(lambda: int(text, base))
t(lambda: int(b' 12 ')); t(lambda: int(bytearray(b'0x1F'), 16)); t(lambda: int(b'x'))
t(lambda: int()); t(lambda: int(3.99)); t(lambda: int(-3.99)); t(lambda: int(1e300)); t(lambda: int(float('nan'))); t(lambda: int(float('-inf')))
t(lambda: int([])); t(lambda: int(None)); t(lambda: int('5', 1)); t(lambda: int('5', 37)); t(lambda: int(5, 10)); t(lambda: int('5', base=7)); t(lambda: int(base=7))
t(lambda: int(1, 2, 3)); t(lambda: int(x=1)); t(lambda: int('1' * 5000)); t(lambda: str(10**4300)); t(lambda: len(str(10**4299))); t(lambda: len(hex(10**5000)))
class N:
    def __init__(self, v): self.v = v
    def __int__(self): return self.v
class I:
    def __index__(self): return 42
t(lambda: int(N(3))); t(lambda: int(N('3'))); t(lambda: int(I())); t(lambda: int('10', I())); t(lambda: 1 << I() if False else I().__index__())
class M(int):
    def __repr__(self): return 'M(' + int.__repr__(self) + ')'
    def __add__(self, o): return M(int.__add__(self, o))
for v in [0, 5, -5, 2**62, 2**70, -2**70]:
    m = M(v)
    m.note = 'n%d' % v
    print(m, repr(m), m + 1, type(m + 1), m - 1, type(m - 1), m == v, hash(m) == hash(v), m.note, m.__dict__, isinstance(m, int), type(+m), type(int(m)), m.bit_length(), -m, [1, 2, 3][m:] if v < 3 else None)
print(M('12', 5), M(b'7'), M.from_bytes(b'\1\2'), type(M.from_bytes(b'\1\2')))
for x in [0, 1, -1, 127, 128, -128, -129, 255, 256, 65535, 2**64 - 1, 2**64, -2**63, 10**30, -10**30]:
    for n in (0, 1, 2, 8, 9, 16):
        for order in ('little', 'big'):
            for signed in (False, True):
                try:
                    b = x.to_bytes(n, order, signed=signed)
                    if int.from_bytes(b, order, signed=signed) != x: print("quirk")
                    print(x, b)
                except OverflowError as e:
                    print(x, n, e)
t(lambda: (3).to_bytes()); t(lambda: (3).to_bytes(-1)); t(lambda: (3).to_bytes(2, 'x')); t(lambda: int.from_bytes([1, 2])); t(lambda: int.from_bytes([1, 300]))
t(lambda: int.from_bytes('a')); t(lambda: int.from_bytes(5)); t(lambda: int.from_bytes(b'', 'big')); t(lambda: int.from_bytes(bytearray(b'\xff\x00'), 'little', signed=True))
t(lambda: 1 // 0); t(lambda: 1 % 0); t(lambda: divmod(1, 0)); t(lambda: 1 / 0); t(lambda: 0 ** -1); t(lambda: 2 ** -2); t(lambda: (-8) ** (1 / 3)); t(lambda: pow(2, -1, 0)); t(lambda: pow(2, -1, 4)); t(lambda: pow(3, -1, 7))
t(lambda: pow(2, 3, 0)); t(lambda: pow(2, 3, -5)); t(lambda: pow(2, 0, 1)); t(lambda: pow(-3, 3, 7)); t(lambda: 1 << -1); t(lambda: 1 >> -1); t(lambda: 1 >> 10**30); t(lambda: -1 >> 10**30); t(lambda: 0 << 10**30)
t(lambda: 10**400 / 10**399); t(lambda: 10**400 / 3); t(lambda: 1 / 10**400); t(lambda: 3 / 10**320); t(lambda: (2**53 + 1) / 1); t(lambda: (2**53 + 1) / 2**53); t(lambda: float(2**1024)); t(lambda: -(10**309) / 10)
print(True + True, True & 1, True & False, True | False, True ^ True, True & 3, bool(), bool([]), bool('x'), repr(True), str(False), True.real, (True).bit_length(), int(True), True == 1, hash(True), -True, type(True & True), type(True + False))
t(lambda: bool(1, 2)); t(lambda: bool(x=1)); t(lambda: int.__new__(str)); t(lambda: int.__new__(5)); t(lambda: bool.__new__(int))
for a in (15, 25, 35, -15, -25, 149, 150, 151, 250, 10**20 + 5, -(10**20 + 15)):
    print(a, [round(a, -d) for d in (0, 1, 2, 3, 20, 21)])
t(lambda: round(5, 1.5)); t(lambda: (5).__round__(None)); t(lambda: 5 .__add__('a')); t(lambda: 5 .__pow__(2, 3)); t(lambda: 5 .__rpow__(2)); t(lambda: 5 .__rdivmod__(17)); t(lambda: 5 .__rsub__(2)); t(lambda: 5 .__lt__(2.0))
