"""CPython's C functions for test_ctypes: the reference's library, used as a library only.

The tests load what `__file__` names. The library asks for four functions of CPython's C interface, which nothing but
its own module calls: a library of empty functions with these names, visible to all, lets it load.
"""

import ctypes
import glob
import os
import shutil
import subprocess
import tempfile

STUBS = "".join(f"void *{name}(void) {{ return 0; }}\n" for name in (
    "PyArg_ParseTuple", "PyList_Append", "PyModuleDef_Init", "Py_GetConstantBorrowed"))


def load_stubs():
    compiler = shutil.which("cc") or shutil.which("clang")
    if compiler is None:
        raise ImportError("_ctypes_test needs a C compiler")
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "stubs.so")
        subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "-o", library, "-"],
                       input=STUBS.encode(), check=True)
        ctypes.CDLL(library, ctypes.RTLD_GLOBAL)


def find_library():
    pattern = os.path.join(os.path.dirname(os.__file__), "lib-dynload", "_ctypes_test.*.so")
    found = glob.glob(pattern)
    if not found:
        raise ImportError("the reference has no _ctypes_test")
    return found[0]


__file__ = find_library()
load_stubs()
