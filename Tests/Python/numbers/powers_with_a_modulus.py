"""pow() with three operands: every sign, small and large, and what has no inverse."""

import random

values = [0, 1, 2, 3, 7, 10, 255, 2**31, 2**32 + 1, 2**61 - 1, 2**62 - 1, 2**62, 2**63, 10**30, True]
for base in values:
    print([pow(sign * base, exponent, modulus)
           for sign in (1, -1) for exponent in (0, 1, 2, 17, 2**40 + 3) for modulus in (1, 2, 7, 2**62 - 57, -5, -1)])
chosen = random.Random(5)
for _ in range(200):
    a, b, m = chosen.randrange(-2**62, 2**62), chosen.randrange(2**62), chosen.randrange(1, 2**62)
    result = pow(a, b, m)
    assert result == pow(int(str(a)), b, m + 2**80 - 2**80) and 0 <= result < m
    print(result, pow(a, b, -m))
for arguments in ((2, 3, 0), (2, -1, 4), (2, -1, 7), (3, -5, -7), (2.0, 3, 5), (2, 3, 5.0)):
    try:
        print(pow(*arguments))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
