# math, cmath, _statistics: results to the last bit, and error texts.
import math, cmath, _statistics
from math import inf, nan
def t(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
class I:
    def __index__(s): return 5
class F:
    def __float__(s): return 2.5
    def __trunc__(s): return 'T'
    def __floor__(s): return 'F'
    def __ceil__(s): return 'C'
UNARY = [math.acos, math.acosh, math.asin, math.asinh, math.atan, math.atanh, math.cbrt, math.ceil, math.cos, math.cosh, math.degrees, math.erf, math.erfc, math.exp, math.exp2, math.expm1, math.fabs, math.floor, math.frexp,
         math.gamma, math.lgamma, math.isfinite, math.isinf, math.isnan, math.log, math.log10, math.log1p, math.log2, math.modf, math.radians, math.sin, math.sinh, math.sqrt, math.tan, math.tanh, math.trunc, math.ulp]
XS = [0.0, -0.0, 1, -1, 0.5, -0.5, 2, 3.7, -3.7, 10, 23, 24, 100.25, 170.5, 171.7, 200.5, -150.3, -200.5, 1e-30, 5e-324, 1e-300, 1e15, 1e22, 1e300, 1.7e308, -1e300, inf, -inf, nan, 2**70, 10**400, -10**400, True, F(), 'a', None]
for f in UNARY:
    for x in XS:
        t(f, x)
BINARY = [math.atan2, math.copysign, math.fmod, math.pow, math.remainder, math.hypot, math.nextafter, math.log]
for f in BINARY:
    for x in (0.0, -0.0, 1.0, -1.5, 3, 1e308, -inf, inf, nan, 1e-320):
        for y in (0.0, -0.0, 1.0, -2.0, 0.5, 7.25, 1e308, inf, -inf, nan, 1e-320):
            t(f, x, y)
for n in (0, 1, 5, 20, 25, 100, -1, 1.0, 'a', 10**30, I()):
    t(math.factorial, n)
for n in (0, 1, 5, 50, 10**30, -5, 2.0):
    for k in (0, 1, 2, 5, 7, 25, -1, 10**30, 10**30 - 2):
        t(math.comb, n, k)
        if not (isinstance(n, int) and n > 100 and k > 100): t(math.perm, n, k)
t(math.perm, 5); t(math.perm, 5, None); t(math.perm, -1); t(math.perm, 300, 250)
for n in (0, 1, 2, 15, 16, 17, 2**64, 10**40, 10**41 + 7, -1, 2.0): t(math.isqrt, n)
t(math.gcd); t(math.gcd, 0); t(math.gcd, 12, -18); t(math.gcd, 2**70, 6 * 2**65, 2**66); t(math.gcd, 1.5); t(math.lcm); t(math.lcm, 4, 6); t(math.lcm, 0, 5); t(math.lcm, -4); t(math.lcm, 2**70, 3**50)
t(math.prod, [1, 2, 3]); t(math.prod, [1.5, 2]); t(lambda: math.prod([], start=7)); t(math.prod, 5); t(math.prod, range(1, 30))
t(math.fsum, [.1] * 10); t(math.fsum, [1e308, 1e308]); t(math.fsum, [inf, -inf]); t(math.fsum, [inf, nan]); t(math.fsum, 'a'); t(math.fsum, [1e308, 1e308, -1e308]); t(math.fsum, []); t(math.fsum, [1e16, 1, 1e-16] * 3); t(math.fsum, [1, 1e100, 1, -1e100] * 100); t(math.fsum, [2**-53, 1, 2**-106])
t(math.sumprod, [1, 2], [3, 4]); t(math.sumprod, [1], [1, 2]); t(math.sumprod, [.1] * 10, [1] * 10); t(math.sumprod, ['a'], [2]); t(math.sumprod, 1, 2); t(math.sumprod, [2**62, 2**62, 1.5], [2, 2, 3]); t(math.sumprod, [10, 20, .1, 1e100], [1, 2, 3, 1e-100]); t(math.sumprod, [True, 1.5], [3, True]); t(math.sumprod, [], [])
t(math.dist, (1, 2), (4, 6)); t(math.dist, (1,), (1, 2)); t(math.dist, [1], [4]); t(math.dist, 1, 2); t(math.dist, (1, 2, 3.5), (4.25, 5, 6)); t(math.hypot); t(math.hypot, 1, 2, 3); t(math.hypot, .1, .2, .3, .4); t(math.hypot, 'a'); t(math.hypot, 1e308, 1e308); t(math.hypot, 1e-320, 2e-320)
t(math.isclose, 1, 1.0000000001); t(lambda: math.isclose(1, 2, rel_tol=-1)); t(math.isclose, inf, inf); t(lambda: math.isclose(1, 1.1, abs_tol=.2)); t(lambda: math.nextafter(1, 2, steps=3)); t(lambda: math.nextafter(1, 2, steps=-1)); t(lambda: math.nextafter(-5e-324, 1, steps=2)); t(lambda: math.nextafter(1, 2, steps=10**30)); t(lambda: math.nextafter(-1, 1, steps=2**62))
t(math.ldexp, 1, 10000); t(math.ldexp, 1, 10**30); t(math.ldexp, 1, -10**30); t(math.ldexp, 1, 1.5); t(math.ldexp, inf, 3); t(math.ldexp, .75, 4); t(math.ldexp, 1, -1074); t(math.fma, 2, 3, 4); t(math.fma, inf, 0, 1); t(math.fma, 1e308, 10, 0); t(math.fma, .1, 10, -1)
t(math.log, 8, 2); t(math.log, 10**400, 10); t(math.log, 2, 1); t(math.log, I()); t(math.floor, F()); t(math.ceil, F()); t(math.trunc, F()); t(math.log2, 2**1000); t(math.log10, 10**500)
print(math.pi, math.e, math.tau, math.inf, math.nan)
C = [cmath.acos, cmath.acosh, cmath.asin, cmath.asinh, cmath.atan, cmath.atanh, cmath.cos, cmath.cosh, cmath.exp, cmath.log, cmath.log10, cmath.phase, cmath.polar, cmath.sin, cmath.sinh, cmath.sqrt, cmath.tan, cmath.tanh, cmath.isnan, cmath.isinf, cmath.isfinite]
ZS = [0, -0.0, 1, -1, 1j, -1j, 1 + 1j, .3 - .7j, -2.5 + 3j, 2, 1e-300 + 1e-310j, 1e308 + 1e308j, -1e308 + 1j, 720 + 1j, complex(inf, 1), complex(1, inf), complex(-inf, nan), complex(nan, inf), complex(inf, -inf), complex(nan, nan), complex(-inf, 0.0), complex(0, -inf), .99 + .02j, 1 + 1e-160j, 'a']
for f in C:
    for z in ZS:
        t(f, z)
for r in (0, 1, -2.5, inf, -inf, nan):
    for phi in (0.0, -0.0, 1, -3, inf, nan):
        t(cmath.rect, r, phi)
t(cmath.log, 2, 3); t(cmath.log, 1, 0); t(cmath.log, 1j, 2 + 1j); t(cmath.log, 2, 1); t(cmath.isclose, 1, 1 + 1e-12j); t(lambda: cmath.isclose(1, 2, abs_tol=-1)); t(cmath.isclose, 1j, 1.1j); print(cmath.infj, cmath.nanj, cmath.pi)
for p in (.001, .025, .1, .3, .5, .51, .9, .999, 1e-20, 1e-200, 0, 1):
    t(_statistics._normal_dist_inv_cdf, p, 1.5, 2.0)
