"""The Mandelbrot set as rows of bits."""


def run(size=150, limit=50):
    total = 0
    for row in range(size):
        ci = 2.0 * row / size - 1.0
        bits = 0
        for column in range(size):
            cr = 2.0 * column / size - 1.5
            zr = zi = 0.0
            for _ in range(limit):
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                if zr * zr + zi * zi > 4.0:
                    bits <<= 1
                    break
            else:
                bits = bits << 1 | 1
        total = (total * 31 + bits) % 1000000007
    return total
