# A session of pdb: stepping, moving in the stack, changing variables, jumping.
import io
import pdb
import sys

commands = """n
s
n
n
p a, b, c
!c = 100
p c
u
p x
x = 50
d
b 33, c > 100
c
p i, c
r
n
w
j 42
n
p y
c
"""


def inner(a, b):
    c = a + b
    for i in range(3):
        c += i
    return c


def outer():
    x = 1
    debugger.set_trace()
    y = inner(x, 2)
    y = -1
    z = [item for item in range(3)]
    print(x, y, z)
    return y


debugger = pdb.Pdb(stdin=io.StringIO(commands), stdout=sys.stdout, nosigint=True, readrc=False)
outer()
sys.settrace(None)
print("done")
