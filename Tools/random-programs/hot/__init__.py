"""Random programs for a compiler that speculates: hot loops whose assumptions break.

`program(seed)` is a whole program. It prints a checksum of everything it computes, so that a wrong
value is seen; it reads no clock, address or hash order and every loop ends, so that each
implementation must print the same. The exceptions it provokes are caught and shown with the lines
and names of their tracebacks.
"""

from .program import Program


def program(seed):
    return Program(seed).text()
