# Modules of the library come from an image once a program that read them has ended; what does not fit is read.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
unset PYTHONDONTWRITEBYTECODE
library=$($PYTHON -c 'import os; print(os.path.dirname(os.__file__))')
mkdir "$folder/lib" "$folder/lib/__pycache__"
ln -s "$library"/* "$folder/lib" 2> /dev/null
export TAIPAN_STDLIB=$folder/lib
image=$folder/lib/__pycache__/library.taipan-313.image
cat > "$folder/lib/imaged.py" <<'P'
"""The module's text."""
NAMES = frozenset({"one", "two"})
CONSTANTS = (1, "zwölf", "Ω", 2.5, None, b"b", 1 << 80, 1j, ...)
assert NAMES
class Base:
    """A class."""
    def name(self, *, prefix="<"): return prefix + type(self).__name__
def numbers(n):
    """Yields."""
    for i in range(n):
        yield i, CONSTANTS[i % 9]
def contains(name): return name in {"one", "two", 3}
def outer(a):
    def inner(b):
        nonlocal a
        a += b
        return a
    return inner
def fails(value): return {}[value]
P
{
  cat "$folder/lib/imaged.py"
  $PYTHON -c 'print("\n".join(f"def filler_{i}(argument): return argument + {i}, \"text {i} {"x" * 60}\"" for i in range(1400)))'
} > "$folder/filled" && mv "$folder/filled" "$folder/lib/imaged.py"
cat > "$folder/program.py" <<'P'
import sys
name = "filler" + "_77"
own = sys.intern(name)
import imaged, traceback
print(imaged.__doc__, imaged.Base.__doc__, imaged.numbers.__doc__, sorted(imaged.NAMES))
print(imaged.Base().name(), imaged.Base().name(prefix="["), list(imaged.numbers(9)))
print(imaged.contains("one"), imaged.contains(3), imaged.contains("x"), imaged.outer(1)(2))
print(imaged.filler_77(1)[0], imaged.filler_77.__name__ is own, vars(imaged)[name] is imaged.filler_77)
try:
    imaged.fails("key")
except KeyError as error:
    for frame in traceback.extract_tb(error.__traceback__)[1:]:
        print(frame.name, frame.lineno, frame.colno, frame.end_colno, frame.filename.endswith("lib/imaged.py"))
import gc, marshal
gc.collect()
code = imaged.numbers.__code__
print(code.co_names, code.co_varnames, marshal.loads(marshal.dumps(code)) == code, hash(code) == hash(code.replace()))
seen = []
sys.settrace(lambda frame, event, argument: seen.append((frame.f_code.co_name, event)))
imaged.contains("two"), imaged.outer(5)
sys.settrace(None)
print(seen)
P
check() { $PYTHON "$@" "$folder/program.py" | sha256sum; }
identity() { stat -c %i "$image"; }
echo '== compiled'
$PYTHON "$folder/program.py"
check
echo '== the image is there'
test -s "$image" && echo yes
first=$(identity)
echo '== from it, without the cached file'
rm "$folder"/lib/__pycache__/imaged.*
check
check -X jit=eager
TAIPAN_GC=stress check
test -e "$folder"/lib/__pycache__/imaged.* || echo 'not read'
test "$first" = "$(identity)" && echo 'not written again'
echo '== other levels of optimisation are not in it'
$PYTHON -O -c 'import imaged; print(imaged.__doc__, __debug__)'
$PYTHON -OO -c 'import imaged; print(imaged.__doc__)'
echo '== the source has changed'
sed -i 's/The module.s text/Another text/' "$folder/lib/imaged.py"
$PYTHON -c 'import imaged; print(imaged.__doc__)'
$PYTHON -c 'import imaged; print(imaged.__doc__, imaged.contains("one"))'
test "$first" != "$(identity)" && echo 'written again'
echo '== damaged images'
changed=$(check)
head -c 100 "$image" > "$folder/part" && cp "$folder/part" "$image"
test "$(check)" = "$changed" && echo 'cut off'
test "$(check)" = "$changed" && test "$(stat -c %s "$image")" -gt 100 && echo 'made again'
: > "$image"
test "$(check)" = "$changed" && echo 'empty'
rm "$folder/lib/__pycache__/start.taipan-313.image"
test "$(check)" = "$changed" && test "$(check)" = "$changed" && echo 'of another start image'
echo '== nothing is written where that is not wanted'
rm "$image"
$PYTHON -B -c 'import imaged'
test -e "$image" || echo 'none'
