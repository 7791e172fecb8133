# A code object has room for one value at least.
def empty():
    pass


def call(a):
    return call(a, a, a)


for code in (empty.__code__, call.__code__, compile("pass", "x", "exec")):
    print(code.co_stacksize)
    print(code.replace(co_stacksize=0).co_stacksize)
