# Quotients of ints and hexadecimal texts whose floats are tiny or subnormal.

for text in ("0x0.ffffffffffffecp-1022", "0x1.8p-1074", "0x0.8p-1074", "0x0.8000000000001p-1074",
             "0x1.00000000000008p0", "0x1.000000000000180000000001p0", "-0x1.fffffffffffff7p1023", "0x" + "0" * 50 + "3p-99"):
    print(float.fromhex(text).hex())
for numerator, denominator in ((75312, 69187 * 2 ** 1022), (75312, 69187 * 2 ** 1074), (1, 2 ** 1075), (3, 2 ** 1075),
                               (2 ** 1100 + 1, 2 ** 2175), (10 ** 400 // 7, 10 ** 707), (2 ** 5000, 2 ** 3977)):
    print(numerator / denominator)
try:
    print(2 ** 5000 / 2 ** 3976)
except OverflowError as error:
    print(error)


class Answering(float):
    def __float__(self):
        return 42.0


class Initialised(float):
    def __init__(self, value, unit=None):
        self.unit = unit


print(float(Answering(1.5)), Initialised(2.5, unit="m").unit)
