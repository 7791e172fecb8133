# sys._jit, with and without the library, switched on and off.
program='
import sys
from sys import _jit
print(_jit, sys.modules["sys._jit"] is _jit)
def f(n):
    found = set()
    for i in range(n):
        found.add(_jit.is_active())
    return sorted(found)
print(_jit.is_available(), _jit.is_enabled(), f(1))
f(10), f(10), f(10)
print(f(10)[-1])
try:
    _jit.is_active(1)
except TypeError as e:
    print(e)
'
for mode in on off eager; do
  echo "== jit=$mode"
  $PYTHON -X jit=$mode -c "$program"
done
echo '== no library'
TAIPAN_LLVM_LIBRARY=/nonexistent $PYTHON -X jit=eager -c "$program"
echo '== not loaded at the start'
$PYTHON -c '
loaded = lambda: "llvm" in open("/proc/self/maps").read().lower()
print(loaded())
import sys
print(loaded(), sys._jit.is_available(), loaded())'
