"""Random programs for a compiler that speculates: hot loops whose assumptions break.

`program(seed, scale)` is a whole program, whose loops are `scale` times as long. It prints a checksum of everything it computes, so that a wrong
value is seen; it reads no clock, address or hash order and every loop ends, so that each
implementation must print the same. The exceptions it provokes are caught and shown with the lines
and names of their tracebacks.
"""

from .program import Program


def program(seed, scale=1):
    return Program(seed, scale).text()
