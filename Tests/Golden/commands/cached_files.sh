# Register code behind the code in cached files: written, found again, passed by when it is damaged.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cat > "$folder/cached_module.py" <<'P'
import sys
CONSTANTS = (1, "two", 2.5, None, b"b", 1 << 80, frozenset({3}))
class Base:
    def name(self, *, prefix="<"): return prefix + type(self).__name__
class Derived(Base):
    def name(self, **keywords):
        return super().name(**keywords) + ">"
def numbers(n):
    for i in range(n):
        yield i, CONSTANTS[i % 7]
def outer(a, *rest):
    def inner(b):
        nonlocal a
        a += b
        return a
    return [inner(r) for r in rest]
def fails(value):
    try:
        with open("/nonexistent/file") as file:
            return file
    except OSError:
        {}[value]
    finally:
        print("finally")
def main():
    import traceback
    print(Derived().name(), Derived().name(prefix="["), list(numbers(8)), outer(1, 2, 3))
    try:
        fails(3)
    except KeyError as error:
        for frame in traceback.extract_tb(error.__traceback__):
            print(frame.name, frame.lineno, frame.colno, frame.end_colno)
        traceback_entry = error.__traceback__
        print(traceback_entry.tb_lasti >= 0, traceback_entry.tb_next.tb_frame.f_lineno)
main()
P
export PYTHONPATH=$folder
unset PYTHONDONTWRITEBYTECODE
run() { $PYTHON -c 'import cached_module'; }
cache=$folder/__pycache__/cached_module.taipan-313.pyc
echo '== compiled'
run
echo '== from the cached file'
run
echo '== marshal data ends before the register code'
$PYTHON - "$cache" <<'P'
import io, marshal, sys
data = open(sys.argv[1], "rb").read()
stream = io.BytesIO(data[16:])
code = marshal.load(stream)
print(code.co_names[:3], 16 + stream.tell() < len(data))
P
change() { # what to do to the file's content
  $PYTHON - "$cache" <<P
import sys
data = bytearray(open(sys.argv[1], "rb").read())
$1
open(sys.argv[1], "wb").write(data)
P
  run | sha256sum
}
echo '== damaged'
run | sha256sum
cp "$cache" "$folder/good"
section='start = len(data) - 32 - 4 * int.from_bytes(data[-8:-4], "little")'
for step in 4 32 500; do
  change "$section
for i in range(start, len(data) - 32, $step): data[i] ^= 1"
  cp "$folder/good" "$cache"
done
change 'del data[-32:]'
cp "$folder/good" "$cache"
change 'del data[-100:-40]'
cp "$folder/good" "$cache"
echo '== of an older build, and of a newer one'
change 'data[-24] ^= 1; data[-16:-8] = (1).to_bytes(8, "little")'
cmp "$cache" "$folder/good" && echo 'written again'
change 'data[-24] ^= 1; data[-16:-8] = (1 << 62).to_bytes(8, "little")'
cmp -s "$cache" "$folder/good" || echo 'left alone'
