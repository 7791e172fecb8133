# What is read from a cached file and dropped is collected, too.
import importlib
import os
import resource
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "read_again.py"), "w") as file:
        file.write(f"def f():\n    return {'x' * 100_000!r}\ndef g(a, b):\n    return a + b\n")
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = False
    import read_again
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(2000):
        importlib.reload(read_again)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(len(read_again.f()), read_again.g(1, 2), after - before < 100_000)
