# Floats and complex numbers: text, parsing, rounding, arithmetic.
def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

inf, nan = float('inf'), float('nan')
VALUES = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 1e16, 1e15, 123456789012345680.0, 9999999999999998.0, 1e-4, 1e-5, 0.00012345, 1.7976931348623157e308, 5e-324,
          2.2250738585072014e-308, 1e22, 1e23, 2.5, 3.5, 1e100, -1e-100, 2.0**255, 2.0**256, 2.0**-255, 2.0**-256, 2.0**1023, 4503599627370497.5, inf, -inf, nan, 123.456, 1e21]
for x in VALUES:
    print(x, repr(x), str(x), bool(x), -x, abs(x), x.hex(), x.is_integer(), x.real, x.imag, x.conjugate(), x.__getnewargs__())
    if x == x:
        print(hash(x), float.fromhex(x.hex()) == x)
    t(lambda: x.as_integer_ratio()); t(lambda: int(x)); t(lambda: round(x)); t(lambda: x.__floor__()); t(lambda: x.__ceil__())
    print([round(x, n) if abs(x) < 1e300 else None for n in (-400, -20, -16, -2, -1, 0, 1, 2, 5, 17, 300, 324)])
    for spec in ('', '.3', '.0', '.17', 'e', '.0e', '.3E', 'f', '.0f', '.10f', 'g', '.1g', '.20g', 'G', '#g', '#.0f', '%', '.1%', 'n', ',', '_', ',.2f', '015', '+', ' ', '+.2e', '<20', '^20.3f', '*>20', '=+20', 'z', 'z.1f', '020,.1f', '#', '#.3'):
        print(spec, format(x, spec), end='|')
    print()
for x in VALUES[:24]:
    for y in VALUES[:24]:
        t(lambda: (x + y, x - y, x * y, x < y, x <= y, x == y, x != y))
        t(lambda: (x / y, x // y, x % y, divmod(x, y)))
        t(lambda: x ** y)
for text in ['1', ' 1.5 ', '1e5', '1E-5', '.5', '5.', '.', 'e5', '1e', '1e+', 'inf', '-Infinity', '+nan', 'NaN', 'infinit', '1_0.0_1', '1__0', '_1', '1_', '1._5', '1_.5', '1e1_0', '0x10', '1 2', '', ' ', '\u0661.\u0665', '1e400', '1e-400', '1\0',
             '179769313486231580793728971405301199e273', '2.4703282292062327208e-324', '0.1' + '0' * 400 + '1', '9' * 400, '\x1c1', '1d5', '+ 1', '--1']:
    t(lambda: float(text))
t(lambda: float(b' 2.5 ')); t(lambda: float(bytearray(b'7'))); t(lambda: float(b'x')); t(lambda: float()); t(lambda: float([])); t(lambda: float(1, 2)); t(lambda: float(x=1)); t(lambda: float(10**400)); t(lambda: float(2**53 + 1))
class F:
    def __init__(self, v): self.v = v
    def __float__(self): return self.v
class I:
    def __index__(self): return 7
t(lambda: float(F(2.5))); t(lambda: float(F(2))); t(lambda: float(I()))
class S(float):
    def __repr__(self): return 'S(' + float.__repr__(self) + ')'
s = S(2.5)
s.a = 1
print(s, repr(s), s + 1, type(s + 1), type(+s), s.a, s.__dict__, s == 2.5, hash(s) == hash(2.5), S('1e3'), S.fromhex('0x1p3'), type(S.fromhex('0x1p3')), isinstance(s, float), float(s), type(float(s)), round(s), round(s, 1), '%.1f' % s, format(s, '.3f'))
for text in ['0x1p3', '1p3', '0x.8', '0x1.8p1', ' 0x1 ', '-0x1p-1074', '0x1p-1075', '0x1.8p-1075', '0x1p1024', '0x1.fffffffffffff8p1023', '0x1.fffffffffffff7p1023', 'inf', '-nan', 'x', '0x', '0x1p', '1.2.3', '0x1g', '', '0x1.00000000000008p0', '0x1.000000000000081p0', '0x0.0000001p-1050', '1e5', 'abc']:
    t(lambda: float.fromhex(text))
t(lambda: float.fromhex(1)); t(lambda: float.__getformat__('double')); t(lambda: float.__getformat__('x')); t(lambda: float.__getformat__(1))
t(lambda: 1.0 / 0); t(lambda: 1.0 // 0); t(lambda: 1.0 % 0); t(lambda: divmod(1.0, 0)); t(lambda: 0.0 ** -1); t(lambda: 10.0 ** 400); t(lambda: (-8.0) ** 0.5); t(lambda: pow(2.0, 2, 3)); t(lambda: (-2.0) ** 3); t(lambda: (-1.0) ** inf); t(lambda: 0.0 ** inf); t(lambda: nan ** 0); t(lambda: 1.0 ** nan)
t(lambda: 1.5 + 'a'); t(lambda: 1.5 < 'a'); t(lambda: 1.5 + 10**400); t(lambda: 1.5 < 10**400); t(lambda: 1e308 > 10**308); t(lambda: 1e308 == 10**308); t(lambda: float(2**60) == 2**60 + 1); t(lambda: 2**53 + 1 == float(2**53)); t(lambda: nan == nan); t(lambda: nan < 10**400); t(lambda: inf > 10**400); t(lambda: 0.5 > 0); t(lambda: -0.5 < 0)
t(lambda: round(1.7e308, -308)); t(lambda: round(inf)); t(lambda: round(nan)); t(lambda: round(inf, 2)); t(lambda: round(1.5, 'a')); t(lambda: round(2.675, 2)); t(lambda: round(0.5)); t(lambda: round(1.5)); t(lambda: round(25.0, -1)); t(lambda: round(35.0, -1)); t(lambda: round(25.5, -1)); t(lambda: round(-0.4)); t(lambda: round(5e15 + 0.5, 0))
CS = [0j, 1j, -1j, 1 + 2j, -1.5 - 2.5j, complex(0.0, -0.0), complex(-0.0, 0.0), complex(inf, nan), complex(nan, -inf), 1e300 + 1e300j, 3 + 0j, complex(-0.0, 1)]
for z in CS:
    print(z, repr(z), str(z), bool(z), -z, +z, z.conjugate(), z.real, z.imag, z.__getnewargs__(), z == z)
    t(lambda: abs(z))
    if z == z: print(hash(z))
    for spec in ('', '.2', 'e', '.1f', '+', ' ', '20', '<20', '^30.2f', '*>25', ',', 'g', 'G', '#', '#.2', 'z.0f', 'n'):
        print(spec, format(z, spec), end='|')
    print()
    for w in CS:
        t(lambda: (z + w, z - w, z * w, z == w, z != w)); t(lambda: z / w); t(lambda: z ** w); t(lambda: z ** 2); t(lambda: z ** -2); t(lambda: z + 1); t(lambda: 2.5 - z); t(lambda: 1 / w); t(lambda: 2 ** w)
for text in ['1', '1j', '1+2j', ' ( 1 - 2j ) ', 'j', '+j', '-J', '1+j', '1e5-3e-2j', 'inf+nanj', 'infj', '-inf-infj', '1_0+2_0j', '1+2', '1j+2', '1 + 2j', '(1+2j', 'nan', '', '()', '1+2jj', '1++2j', '\u0661+\u0662j', '1.j', 'a']:
    t(lambda: complex(text))
class C:
    def __complex__(self): return 1 + 2j
class B:
    def __complex__(self): return 1
t(lambda: complex(C())); t(lambda: complex(B())); t(lambda: complex(F(1.5))); t(lambda: complex(I(), 2)); t(lambda: complex(1, I())); t(lambda: complex(1j, 2j)); t(lambda: complex(1, 2j)); t(lambda: complex(1j, 2)); t(lambda: complex(real=1, imag=2)); t(lambda: complex(imag=-0.0)); t(lambda: complex()); t(lambda: complex(-0.0, -0.0))
t(lambda: complex('1', 2)); t(lambda: complex(1, '2')); t(lambda: complex([])); t(lambda: complex(1, [])); t(lambda: complex(1, 2, 3)); t(lambda: complex(a=1)); t(lambda: 1j < 2); t(lambda: 1j // 2); t(lambda: 1j % 2); t(lambda: divmod(1j, 2)); t(lambda: int(1j)); t(lambda: float(1j)); t(lambda: pow(1j, 2, 3)); t(lambda: 1j / 0); t(lambda: 0j ** -1); t(lambda: 0j ** 1j); t(lambda: (1 + 1j) ** 0); t(lambda: (3 + 4j) ** 1.5); t(lambda: abs(1e308 + 1e308j)); t(lambda: (1 + 2j).__complex__()); t(lambda: hash(3 + 0j) == hash(3)); t(lambda: 3 + 0j == 3); t(lambda: 1j == 'a'); t(lambda: (1e200 + 0j) ** 5)
class D(complex): pass
d = D(1, 2); d.x = 5
print(d, type(d + 1), d.x, D('3+4j'), abs(D(3, 4)), type(complex(d)), type(+d))
