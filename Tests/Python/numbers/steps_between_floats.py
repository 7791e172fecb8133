# math.nextafter takes any number of steps, over all floats between the infinities.
import math

inf = math.inf
for start, end in ((1.0, -inf), (1.0, inf), (-1.0, 1.0), (0.0, 1.0), (-0.0, -1.0), (inf, -inf), (1.0, 0.0)):
    for steps in (0, 1, 2, 3, 2**52, 2**62, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 1, 2**64, 10**30):
        print(start, end, steps, math.nextafter(start, end, steps=steps))
