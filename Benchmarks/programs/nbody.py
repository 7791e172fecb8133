"""Planets of the solar system, advanced with a symplectic step."""
from math import pi, sqrt

DAYS = 365.24
SOLAR = 4 * pi * pi
BODIES = [
    (0, 0, 0, 0, 0, 0, 1),
    (4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
     0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023, 0.000954791938424326609),
    (8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
     -0.00276742510726411, 0.00499852801234917238, 0.0000230417297573763929, 0.000285885980666130812),
    (12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
     0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556, 0.0000436624404335156298),
    (15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
     0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870, 0.0000515138902046611451),
]


def make():
    bodies = [[x, y, z, u * DAYS, v * DAYS, w * DAYS, m * SOLAR] for x, y, z, u, v, w, m in BODIES]
    for k in range(3):
        bodies[0][3 + k] = -sum(b[3 + k] * b[6] for b in bodies) / SOLAR
    return bodies


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            square = dx * dx + dy * dy + dz * dz
            pull = dt / (square * sqrt(square))
            ma = a[6] * pull
            mb = b[6] * pull
            a[3] -= dx * mb
            a[4] -= dy * mb
            a[5] -= dz * mb
            b[3] += dx * ma
            b[4] += dy * ma
            b[5] += dz * ma
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def energy(bodies, pairs):
    e = sum(0.5 * b[6] * (b[3] ** 2 + b[4] ** 2 + b[5] ** 2) for b in bodies)
    for a, b in pairs:
        e -= a[6] * b[6] / sqrt(sum((a[k] - b[k]) ** 2 for k in range(3)))
    return e


def run():
    bodies = make()
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    advance(bodies, pairs, 0.01, 10000)
    return "%.9f" % energy(bodies, pairs)
