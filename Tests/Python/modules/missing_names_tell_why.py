"""A name that a module lacks: the message knows files that hide a library module, and circular imports."""

import os
import subprocess
import sys
import tempfile

FILES = {
    "fractions.py": "shadowing = True",
    "other.py": "import mine\n",
    "mine.py": "import cycle_a",
    "cycle_a.py": "from cycle_b import b\na = 1",
    "cycle_b.py": "from cycle_a import a\nb = 1",
    "access_a.py": "import access_b\na = 1",
    "access_b.py": "import access_a\naccess_a.a\nb = 1",
    "pack/__init__.py": "",
    "pack/one.py": "from . import two\nvalue = 1",
    "pack/two.py": "import pack\npack.one",
    "pack/three.py": "from pack.four import a\nb = 1",
    "pack/four.py": "from pack.three import b\na = 1",
    "pack/five.py": "import pack.six as six\na = 1",
    "pack/six.py": "import pack.five as five\nfive.a",
}


def run(*options):
    done = subprocess.run(
        [sys.executable, "-B", *options, "main.py"], cwd=folder, text=True, capture_output=True)
    return done.stdout


def show(source, *options):
    with open(os.path.join(folder, "main.py"), "w") as file:
        body = "".join(f"    {line}\n" for line in source.splitlines())
        file.write(f"try:\n{body}except Exception as e:\n    print(type(e).__name__, e)\n    print(getattr(e, 'path', 0))\n")
    print(run(*options).replace(os.path.realpath(folder), "FOLDER").strip())


with tempfile.TemporaryDirectory() as folder:
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    show("import fractions\nfractions.Fraction")
    show("from fractions import Fraction")
    show("import fractions\nfractions.Fraction", "-P")
    show("import mine")
    show("import access_a")
    show("import pack.one")
    show("import pack.nothing")
    show("import pack.three")
    show("import pack.five")
    show("import fractions\nfractions.__spec__ = None\nfractions.Fraction")
    show("import fractions\ndel fractions.__name__\nfractions.Fraction")
    show("import sys\nimport fractions\nsys.stdlib_module_names = None\nfractions.Fraction")
    show("from pack import nothing")
    show("import math\nmath.nothing")
    show("from math import nothing")
    show("import sys\nm = type(sys)('made')\nm.nothing")
    show("import sys\nsys.modules['made'] = type(sys)('made')\nfrom made import nothing")
