# Options, environment variables and exit codes. See Tests/run.py.

### -V
$PYTHON -V

### nosuch.py
$PYTHON nosuch.py

### emptydir
$PYTHON emptydir

### dirmain a b
$PYTHON dirmain a b

### archive.zip x
$PYTHON archive.zip x

### -m pkg a -b
$PYTHON -m pkg a -b

### -m nosuchmod
$PYTHON -m nosuchmod

### -m pkg.nosub
$PYTHON -m pkg.nosub

### raises.py
$PYTHON raises.py

### bad_syntax.py
$PYTHON bad_syntax.py

### not_utf8.py
$PYTHON not_utf8.py

### latin1.py
$PYTHON latin1.py

### no_such_encoding.py
$PYTHON no_such_encoding.py

### imports_bad_syntax.py
$PYTHON imports_bad_syntax.py

### echo 'print(__name__, __import__("sys").argv)' |  - a b
echo 'print(__name__, __import__("sys").argv)' | $PYTHON - a b

### echo 'print(1 …
echo 'print(1
x=' | $PYTHON

### -c 'import sys; print(sys.argv)' a -b c
$PYTHON -c 'import sys; print(sys.argv)' a -b c

### -c 'import sys; sys.exit()'
$PYTHON -c 'import sys; sys.exit()'

### -c 'import sys; sys.exit(3)'
$PYTHON -c 'import sys; sys.exit(3)'

### -c 'import sys; sys.exit(None)'
$PYTHON -c 'import sys; sys.exit(None)'

### -c 'import sys; sys.exit("bye")'
$PYTHON -c 'import sys; sys.exit("bye")'

### -c 'import sys; sys.exit([1,2])'
$PYTHON -c 'import sys; sys.exit([1,2])'

### -c 'import sys; sys.exit(True)'
$PYTHON -c 'import sys; sys.exit(True)'

### -c 'import sys; sys.exit(2**70)'
$PYTHON -c 'import sys; sys.exit(2**70)'

### -c 'import sys; sys.exit(-1)'
$PYTHON -c 'import sys; sys.exit(-1)'

### -c 'import sys; sys.exit(256)'
$PYTHON -c 'import sys; sys.exit(256)'

### -c 'import sys; sys.exit(3.5)'
$PYTHON -c 'import sys; sys.exit(3.5)'

### -c 'raise SystemExit(4, 5)'
$PYTHON -c 'raise SystemExit(4, 5)'

### -c 'raise SystemExit'
$PYTHON -c 'raise SystemExit'

### -c '1/0'
$PYTHON -c '1/0'

### -c 'x = (1 + …
$PYTHON -c 'x = (1 +
'

### -c 'import atexit,sys …
$PYTHON -c 'import atexit,sys
def f(): print("in atexit"); sys.exit(5)
atexit.register(f); atexit.register(print,"last")'

### -c 'import atexit …
$PYTHON -c 'import atexit
def f(): 1/0
atexit.register(f)'

### -c 'import os,signal; print("x"); os.kill(os.getpid(), signa
$PYTHON -c 'import os,signal; print("x"); os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(5)'

### -c 'import os,signal; os.kill(os.getpid(), signal.SIGTERM)'
$PYTHON -c 'import os,signal; os.kill(os.getpid(), signal.SIGTERM)'

### -c 'import os; os.abort()'
$PYTHON -c 'import os; os.abort()'

### -c 'assert False, "no"'
$PYTHON -c 'assert False, "no"'

### -O -c 'assert False; print(__debug__)'
$PYTHON -O -c 'assert False; print(__debug__)'

### -OO -c 'def f(): "doc" …
$PYTHON -OO -c 'def f(): "doc"
print(f.__doc__, __import__("sys").flags.optimize)'

### -W error -c 'import warnings; warnings.warn("x")'
$PYTHON -W error -c 'import warnings; warnings.warn("x")'

### -W ignore -c 'import warnings; warnings.warn("x")'
$PYTHON -W ignore -c 'import warnings; warnings.warn("x")'

### -W bogus -c 'print(1)'
$PYTHON -W bogus -c 'print(1)'

### -c 'import warnings; warnings.warn("hello")'
$PYTHON -c 'import warnings; warnings.warn("hello")'

### -c 'import warnings; warnings.warn("hello", DeprecationWarni
$PYTHON -c 'import warnings; warnings.warn("hello", DeprecationWarning); print("\d")'

### raises.py | head -c 3
$PYTHON raises.py | head -c 3

### -z
$PYTHON -z

### -c
$PYTHON -c

### -m
$PYTHON -m

### --nosuch
$PYTHON --nosuch

### -X nosuchopt -c 'print(1)'
$PYTHON -X nosuchopt -c 'print(1)'

### -E -c 'import sys; print(sys.flags.ignore_environment)'
$PYTHON -E -c 'import sys; print(sys.flags.ignore_environment)'

### -S -c 'import sys; print("site" in sys.modules)'
$PYTHON -S -c 'import sys; print("site" in sys.modules)'

### -u -c 'import sys; print(sys.stdout.write_through, sys.stdou
$PYTHON -u -c 'import sys; print(sys.stdout.write_through, sys.stdout.line_buffering)'

### -s -c 'import sys; print(sys.flags)'
$PYTHON -s -c 'import sys; print(sys.flags)'

### PYTHONWARNINGS=error  -c 'import warnings; warnings.warn("x"
PYTHONWARNINGS=error $PYTHON -c 'import warnings; warnings.warn("x")'

### PYTHONINSPECT=1  -c 'x=1' </dev/null
PYTHONINSPECT=1 $PYTHON -c 'x=1' </dev/null

### PYTHONUNBUFFERED=1  -c 'import sys; print(sys.stdout.write_t
PYTHONUNBUFFERED=1 $PYTHON -c 'import sys; print(sys.stdout.write_through)'

### PYTHONIOENCODING=latin-1  -c 'import sys; print(sys.stdout.e
PYTHONIOENCODING=latin-1 $PYTHON -c 'import sys; print(sys.stdout.encoding, "\xe9")'

### PYTHONOPTIMIZE=2  -c 'import sys; print(sys.flags.optimize)'
PYTHONOPTIMIZE=2 $PYTHON -c 'import sys; print(sys.flags.optimize)'

### PYTHONPATH=/tmp/a:/tmp/b  -c 'import sys; print(sys.path[:3]
PYTHONPATH=/tmp/a:/tmp/b $PYTHON -c 'import sys; print(sys.path[:3])'

### PYTHONHASHSEED=abc  -c 'print(1)'
PYTHONHASHSEED=abc $PYTHON -c 'print(1)'

### PYTHONNOUSERSITE=1 PYTHONVERBOSE=  -c 'import sys; print(sys
PYTHONNOUSERSITE=1 PYTHONVERBOSE= $PYTHON -c 'import sys; print(sys.flags)'

### PYTHONDEBUG=1 PYTHONSAFEPATH=1  -c 'import sys; print(sys.fl
PYTHONDEBUG=1 PYTHONSAFEPATH=1 $PYTHON -c 'import sys; print(sys.flags)'

### -x raises.py
$PYTHON -x raises.py

### -P -c 'import sys; print("" in sys.path)'
$PYTHON -P -c 'import sys; print("" in sys.path)'

### -h | head -2 | cut -c 1-7
$PYTHON -h | head -2 | cut -c 1-7

### -X utf8=0 -X dev -c 'import sys; print(sys.flags.dev_mode)'
$PYTHON -X utf8=0 -X dev -c 'import sys; print(sys.flags.dev_mode)'

### -X int_max_str_digits=1000 -c 'print(len(str(10**900))); pri
$PYTHON -X int_max_str_digits=1000 -c 'print(len(str(10**900))); print(len(str(10**1001)))'

### -X int_max_str_digits=5 -c 'print(1)'
$PYTHON -X int_max_str_digits=5 -c 'print(1)'

### -c 'print("a\udc80b")'
$PYTHON -c 'print("a\udc80b")'

### -c 'import sys; sys.stdout.close(); print(1)'
$PYTHON -c 'import sys; sys.stdout.close(); print(1)'

### -c 'print(1)' >&-
$PYTHON -c 'print(1)' >&-

### -c 'import sys; print(1, file=sys.stderr)' 2>&-
$PYTHON -c 'import sys; print(1, file=sys.stderr)' 2>&-

### -c '1/0' 2>&-
$PYTHON -c '1/0' 2>&-

### -c 'print("x"*10)' > /dev/full
$PYTHON -c 'print("x"*10)' > /dev/full

### -c 'import sys; sys.stdout.write("x"); sys.stderr.write("e")
$PYTHON -c 'import sys; sys.stdout.write("x"); sys.stderr.write("e")'

### -c 'for i in range(100000): print(i)' | head -1
$PYTHON -c 'for i in range(100000): print(i)' | head -1

### -c 'import sys …
$PYTHON -c 'import sys
for i in range(100000): print(i, flush=True)' | head -1

### -c 'print("before"); 1/0' 2>&1 | cat
$PYTHON -c 'print("before"); 1/0' 2>&1 | cat

### -c 'print(globals())'
$PYTHON -c 'print(globals())'

### raises.py 2>&1 | cat
$PYTHON raises.py 2>&1 | cat

### echo 'print("before"); 1/0' |  - 2>&1 | cat
echo 'print("before"); 1/0' | $PYTHON - 2>&1 | cat

### echo 'print(globals())' |
echo 'print(globals())' | $PYTHON

### -c 'import not_utf8'
$PYTHON -c 'import not_utf8'

### -c 'import no_such_encoding'
$PYTHON -c 'import no_such_encoding'

### -c 'import sys; sys.excepthook=lambda *a: 1/0 …
$PYTHON -c 'import sys; sys.excepthook=lambda *a: 1/0
int("x")'

### -c 'import sys; sys.excepthook=5 …
$PYTHON -c 'import sys; sys.excepthook=5
int("x")'

### -c 'import sys; del sys.excepthook …
$PYTHON -c 'import sys; del sys.excepthook
int("x")'

### -c 'import sys … (2)
$PYTHON -c 'import sys
def h(*a): sys.exit(9)
sys.excepthook=h
int("x")'

### echo 'import sys; print(sys.stdin.read()); 1/0' > rd.py; ech
echo 'import sys; print(sys.stdin.read()); 1/0' > rd.py; echo data | $PYTHON rd.py

### imports are told from the first on
$PYTHON -S -v -c 'print("ran")' 2>&1 | grep -cE "^import '?(_thread|_io|marshal|posix)'? #"

### arguments that are no text keep their bytes
$PYTHON -c 'import sys; print(ascii(sys.argv), ascii(sys.orig_argv[3:]))' $'\xff\xc3' ab é
echo 'import sys; print(ascii(sys.argv))' | $PYTHON - $'\xff' ''

### the number of processors
$PYTHON -X cpu_count=4321 -c 'import os; print(os.cpu_count(), os.process_cpu_count())'
PYTHON_CPU_COUNT=1234 $PYTHON -c 'import os; print(os.cpu_count(), os.process_cpu_count())'
PYTHON_CPU_COUNT=1234 $PYTHON -X cpu_count=5 -c 'import os; print(os.cpu_count())'
PYTHON_CPU_COUNT=77 $PYTHON -E -c 'import os; print(os.cpu_count() == 77)'

### -X cpu_count
$PYTHON -X cpu_count -c pass

### PYTHON_CPU_COUNT=0
PYTHON_CPU_COUNT=0 $PYTHON -c pass
