# The switches of the native tier, and what it tells.
program='
def f(n):
    s = 0
    for i in range(n):
        s += i
    return s
for k in range(5):
    r = f(10)
print(r)
'
# What is told of the program itself, without sizes and times. Every other unit is made quickly and may be
# compiled again: which ones depends on how many there were before.
told() {
  grep -E '^jit: .*compiled:? (f|<module>)' | sed 's/: [0-9].*//; s/ quickly$//' | grep -v ' again$'
}

for mode in on off eager; do
  echo "== jit=$mode"
  $PYTHON -X jit=$mode -c "$program"
done
echo '== -X jit alone'
$PYTHON -X jit -c "$program"
echo '== TAIPAN_JIT=eager'
TAIPAN_JIT=eager TAIPAN_JIT_LOG=1 $PYTHON -c "$program" 2>&1 >/dev/null | told
echo '== the option goes before the variable'
TAIPAN_JIT=eager $PYTHON -X jit=off -X jit-log -c "$program"
echo '== -E'
TAIPAN_JIT=eager TAIPAN_JIT_LOG=1 $PYTHON -E -c "$program"

for value in fast ON; do
  echo "== jit=$value"
  $PYTHON -X jit="$value" -c "$program"
  echo "exit code $?"
done
echo '== TAIPAN_JIT=fast'
TAIPAN_JIT=fast $PYTHON -c "$program"
echo "exit code $?"

echo '== jit-log'
$PYTHON -X jit=eager -X jit-log -c "$program" 2>&1 >/dev/null | told

echo '== no library, silent'
TAIPAN_LLVM_LIBRARY=/nonexistent $PYTHON -X jit=eager -c "$program"
echo '== no library, jit-log'
TAIPAN_LLVM_LIBRARY=/nonexistent $PYTHON -X jit=eager -X jit-log -c "$program" 2>&1 >/dev/null | told
