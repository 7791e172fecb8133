"""Loops of bit operations modulo powers of two: generators, hashes, counts."""

import zlib


def xorshift(x, n, width):
    mask = (1 << width) - 1
    for _ in range(n):
        x ^= x << 13 & mask
        x ^= x >> 7
        x ^= x << 17 & mask
    return x


def fnv(data, n, prime, mask):
    h = 14695981039346656037 & mask
    for i in range(n):
        h ^= data[i % len(data)]
        h = h * prime & mask
    return h


def signed(n):
    """Wraps as a machine's ints do."""
    x = 1
    for i in range(n):
        x = x * 1103515245 + 12345
        x = (x + (1 << 31) & (1 << 32) - 1) - (1 << 31)
        if x < 0:
            x = ~x ^ i
    return x


def crc(data, rounds):
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0xEDB88320 if byte & 1 else 0)
        table.append(byte)
    value = 0
    for _ in range(rounds):
        value = 0xFFFFFFFF
        for byte in data:
            value = table[(value ^ byte) & 255] ^ value >> 8
        value ^= 0xFFFFFFFF
    return value


def counts(n, offset):
    ones = lowest = length = 0
    for i in range(n):
        x = i * 0x9E3779B97F4A7C15 + offset & (1 << 64) - 1
        ones += x.bit_count()
        lowest += (x & -x).bit_length()
        length ^= x.bit_length()
        while x:
            x &= x - 1
            ones -= 1
    return ones, lowest, length


def shifts(n):
    total = wrong = 0
    for i in range(n):
        k = i % 140 - 5
        try:
            total ^= 1 << k
            total += -1 << k
            total -= (1 << 130) >> k
            total ^= -(1 << 62) >> k
        except ValueError as error:
            wrong += 1
            if i == 0:
                print(error)
        total &= (1 << 200) - 1
    return total, wrong


def rotated(n, width):
    x, mask = 0x123456789ABCDEF & (1 << width) - 1, (1 << width) - 1
    for i in range(n):
        k = i % width
        x = (x << k | x >> width - k) & mask
        x = x + i & mask
    return x


def mixed_with_bools(n):
    flags, total = False, 0
    for i in range(n):
        flags ^= i % 3 == 0
        flags |= i % 1000 == 999
        total += flags << 2 | (i & 1 == 1) & ~(i > 5)
        if i == n // 2:
            flags = 2
    return total, flags


def gcds(n):
    total = 0
    for i in range(1, n):
        a, b = i * 7919, (1 << 62) - i
        while b:
            a, b = b, a % b
        total += a
    return total


def modular(n):
    total = 0
    for i in range(n):
        base, exponent, result = i + 2, 65537, 1
        while exponent:
            if exponent & 1:
                result = result * base % 1000000007
            base = base * base % 1000000007
            exponent >>= 1
        assert result == pow(i + 2, 65537, 1000000007)
        total += result
    return total


data = bytes(range(0, 256, 3))
for width in (16, 32, 61, 62, 63, 64, 65):
    print(width, xorshift(88172645463325252 & (1 << width) - 1, 5000, width), rotated(5000, width))
print(fnv(data, 20_000, 1099511628211, (1 << 64) - 1), fnv(data, 20_000, 16777619, (1 << 32) - 1))
print(signed(20_000), crc(data, 60) == zlib.crc32(data), crc(data, 60))
print(counts(600, 12345), shifts(6000), mixed_with_bools(9000), gcds(600), modular(600))
