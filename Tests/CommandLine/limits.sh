# Recursion, memory, signals. See Tests/run.py.

### -c 'def f(n): return f(n+1) …
$PYTHON -c 'def f(n): return f(n+1)
f(0)' 2>&1 | tail -5

### -c 'class A: …
$PYTHON -c 'class A:
  def __repr__(self): return repr(self)
try: repr(A())
except RecursionError as e: print(e)'

### -c 'class A: … (2)
$PYTHON -c 'class A:
  def __eq__(self, o): return self == o
try: A() == A()
except RecursionError as e: print(e)'

### -c 'class A: … (3)
$PYTHON -c 'class A:
  def __getattr__(self, n): return getattr(self, n)
try: A().x
except RecursionError as e: print(e)'

### -c 'def k(x): return sorted([1,2], key=k) …
$PYTHON -c 'def k(x): return sorted([1,2], key=k)
try: k(1)
except RecursionError as e: print(type(e))'

### -c 'l=[] …
$PYTHON -c 'l=[]
for i in range(10**6): l=[l]
for f in (repr, str, lambda x: x==l2, hash):
  l2=[]
  for i in range(10**5): l2=[l2]
  try: print(type(f(l)))
  except (RecursionError, TypeError) as e: print(type(e), e)'

### -c 't=() …
$PYTHON -c 't=()
for i in range(10**6): t=(t,)
try: hash(t); print("hashed")
except RecursionError as e: print(e)'

### -c 'd={} …
$PYTHON -c 'd={}
for i in range(10**5): d={1:d}
try: repr(d)
except RecursionError as e: print(e)'

### -c 'import json …
$PYTHON -c 'import json
try: json.loads("["*10**6)
except RecursionError as e: print(e)'

### -c 'import json … (2)
$PYTHON -c 'import json
l=[]
for i in range(10**5): l=[l]
try: json.dumps(l)
except RecursionError as e: print(e)'

### -c 'try: compile("("*10**5+")"*10**5, "x", "exec") …
$PYTHON -c 'try: compile("("*10**5+")"*10**5, "x", "exec")
except Exception as e: print(type(e), e)'

### -c 'try: eval("-"*10**6+"1") …
$PYTHON -c 'try: eval("-"*10**6+"1")
except Exception as e: print(type(e), e)'

### -c 'try: eval("+".join(["1"]*10**5)) …
$PYTHON -c 'try: eval("+".join(["1"]*10**5))
except Exception as e: print(type(e), e)'

### -c 'try: exec("x"+"[0]"*10**5) …
$PYTHON -c 'try: exec("x"+"[0]"*10**5)
except Exception as e: print(type(e), e)'

### -c 'try: exec("x"+".a"*10**5) …
$PYTHON -c 'try: exec("x"+".a"*10**5)
except Exception as e: print(type(e), e)'

### -c 'try: exec("a=" * 10**5 + "1") …
$PYTHON -c 'try: exec("a=" * 10**5 + "1")
except Exception as e: print(type(e), e)'

### -c 's="".join(" "*i+"if 1:\n" for i in range(101))+" "*101+" …
$PYTHON -c 's="".join(" "*i+"if 1:\n" for i in range(101))+" "*101+"pass"
try: exec(s); print("ok")
except Exception as e: print(type(e), e)'

### -c 's="".join(" "*i+"for i in x:\n" for i in range(25))+" "* …
$PYTHON -c 's="".join(" "*i+"for i in x:\n" for i in range(25))+" "*25+"pass"
try: exec(s)
except Exception as e: print(type(e), e)'

### -c 'import pickle …
$PYTHON -c 'import pickle
l=[]
for i in range(10**5): l=[l]
try: pickle.dumps(l); print("ok")
except RecursionError as e: print(type(e))'

### -c 'import copy …
$PYTHON -c 'import copy
l=[]
for i in range(10**5): l=[l]
try: copy.deepcopy(l)
except RecursionError as e: print(type(e))'

### -c 'x=1 …
$PYTHON -c 'x=1
f=lambda: 0
for i in range(10**5): f=(lambda g: lambda: g())(f)
try: f()
except RecursionError as e: print(e)'

### -c 'import sys; sys.setrecursionlimit(10**6) …
$PYTHON -c 'import sys; sys.setrecursionlimit(10**6)
def f(n): return 0 if n==0 else 1+f(n-1)
print(f(50000))'

### -c 'def g(n): …
$PYTHON -c 'def g(n):
  yield from g(n+1)
try: list(g(0))
except RecursionError as e: print(e)'

### -c 'class A: pass …
$PYTHON -c 'class A: pass
A.__call__=A()
try: A()()
except RecursionError as e: print(e)'

### -c 'import functools …
$PYTHON -c 'import functools
f=lambda:0
for i in range(10**5): f=functools.partial(f)
try: print(f())
except RecursionError as e: print(e)'

### -c 'try: 1 << (1<<62) …
$PYTHON -c 'try: 1 << (1<<62)
except (MemoryError, OverflowError) as e: print(type(e), e)'

### -c 'for f in (lambda: b"a"*(1<<62), lambda: [0]*(1<<62), lam …
$PYTHON -c 'for f in (lambda: b"a"*(1<<62), lambda: [0]*(1<<62), lambda: (0,)*(1<<62), lambda: bytearray(1<<62), lambda: bytes(1<<62), lambda: " ".ljust(1<<62), lambda: "%*d" % (1<<40,1), lambda: format(1, "1000000000000000d"), lambda: range(1<<100)[1<<99], lambda: [0]*(1<<63), lambda: "a"*(1<<64), lambda: 1<<(1<<70), lambda: b"x".zfill(1<<62), lambda: bytearray(b"a")*(1<<62)):
  try: r=f(); print("value", type(r))
  except (MemoryError, OverflowError, ValueError) as e: print(type(e), e)'

### ulimit -v 4000000;  -c 'print("start") …
ulimit -v 4000000; $PYTHON -c 'print("start")
try: x=[0]*(1<<29)
except MemoryError as e: print("MemoryError", e)
try: x="a"*(1<<32)
except MemoryError as e: print("MemoryError", e)
try: x=bytearray(1<<32)
except MemoryError as e: print("MemoryError", e)
print("end")'

### ulimit -v 1000000;  -c 'l=[] …
ulimit -v 1000000; $PYTHON -c 'l=[]
try:
  while 1: l.append(bytearray(1<<20))
except MemoryError: l=None; print("mem")'

### ulimit -v 1000000;  -c 's="x" …
ulimit -v 1000000; $PYTHON -c 's="x"
try:
  while 1: s+=s
except MemoryError: s=None; print("mem")'

### ulimit -v 1000000;  -c 'x = [0]*(1<<29)'
ulimit -v 1000000; $PYTHON -c 'x = [0]*(1<<29)'

### -c 'import os,signal,threading …
$PYTHON -c 'import os,signal,threading
signal.setitimer(signal.ITIMER_REAL, 0.2)
def h(n, f): raise KeyError(n)
signal.signal(signal.SIGALRM, h)
try:
  while 1: pass
except KeyError as e: print("caught", e)
signal.alarm(1)
try:
  import time; time.sleep(5)
except KeyError as e: print("again", e)
try:
  signal.alarm(1); signal.pause()
except KeyError as e: print("third", e)'

### -c 'import signal,os …
$PYTHON -c 'import signal,os
signal.signal(signal.SIGUSR1, lambda n,f: print("usr1", n, f.f_lineno))
os.kill(os.getpid(), signal.SIGUSR1); print("after")
print(signal.getsignal(signal.SIGINT), signal.signal(signal.SIGUSR1, signal.SIG_DFL).__name__)
signal.raise_signal(signal.SIGUSR1)'

### -c 'import os,signal; print("x"); os.kill(os.getpid(), signa
$PYTHON -c 'import os,signal; print("x"); os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(5)'

### -c 'try: …
$PYTHON -c 'try:
  raise KeyboardInterrupt
finally: print("fin")'

### -c 'import signal …
$PYTHON -c 'import signal
try: signal.signal(100, 1)
except ValueError as e: print(e)
try: signal.signal(2, "x")
except TypeError as e: print(e)
try: signal.signal(9, print)
except OSError as e: print(e)'

### timeout --foreground --preserve-status -s INT 1.5  -c 'print("a", flush=T …
timeout --foreground --preserve-status -s INT 1.5 $PYTHON -c 'print("a", flush=True)
while 1: pass'; echo code $?

### timeout --foreground --preserve-status -s INT 1.5: recursion without a loop
timeout --foreground --preserve-status -s INT 1.5 $PYTHON -c 'def f(n): return n if n < 2 else f(n - 1) + f(n - 2)
try: f(90)
except KeyboardInterrupt: print("interrupted")'; echo code $?

### timeout --foreground --preserve-status -s INT 1.5: waiting for a thread
timeout --foreground --preserve-status -s INT 1.5 $PYTHON -c 'import threading
event = threading.Event()
waiting = threading.Thread(target=event.wait)
waiting.start()
try: waiting.join()
except KeyboardInterrupt: print("interrupted")
event.set()'; echo code $?

### Threads at the end: daemons are left, others waited for
$PYTHON -c 'import threading, time, atexit
atexit.register(print, "exit function")
def late():
  time.sleep(0.1)
  print("late")
threading.Thread(target=late).start()
threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
print("main ends")'

### An exception ends a thread, not the program
$PYTHON -c 'import threading
def fail(): return {}["key"]
thread = threading.Thread(target=fail, name="Failing")
thread.start()
thread.join()
print("goes on")'

### ulimit -v 500000;  -c 'print(sum(range(10)))'
ulimit -v 500000; $PYTHON -c 'print(sum(range(10)))'

### ulimit -v 200000;  -c 'print(sum(range(10)))'
ulimit -v 200000; $PYTHON -c 'print(sum(range(10)))'

### ulimit -v 500000;  -c 'import json …
ulimit -v 500000; $PYTHON -c 'import json
l=[]
try:
  while 1: l.append(bytearray(1<<20))
except MemoryError: l=None; print("mem")
print(json.dumps([1]))'

### -c 'def f(n): return f(n-1) if n else 0 …
$PYTHON -c 'def f(n): return f(n-1) if n else 0
try: f(10**6)
except RecursionError as e: print(e)'

### -c 'print((10**10**6).bit_length())'
$PYTHON -c 'print((10**10**6).bit_length())'

### -c 'class I: … exceptions in iterators
$PYTHON -c 'class I:
  def __init__(s, w): s.w = w
  def __iter__(s):
    if s.w == "iter": raise ValueError("iter")
    return s
  def __next__(s): raise KeyError("next")
for f in (list, tuple, set, sum, max, sorted, dict, lambda i: [*i], lambda i: [x for x in i], "".join, lambda i: list(zip(i)), lambda i: list(map(str, i)), any, lambda i: 1 in i):
  for w in ("iter", "next"):
    try: f(I(w))
    except Exception as e: print(repr(e))
for x in I("next"): pass'

### -c 'class F: … exceptions in formatting and hashing
$PYTHON -c 'class F:
  def __format__(s, f): raise ValueError("format " + f)
  def __hash__(s): raise ValueError("hash")
  def __bool__(s): raise ValueError("bool")
  def __index__(s): raise ValueError("index")
  def __len__(s): raise ValueError("len")
  def __str__(s): return 5
for f in (lambda x: f"{x:>3}", lambda x: {x}, lambda x: {x: 1}, lambda x: 1 if x else 2, lambda x: [1][x], len, str, print, lambda x: not x, lambda x: x and 1, range, lambda x: "%s" % x):
  try: f(F())
  except Exception as e: print(repr(e))
print(f"{F():x}")'

### a width that there is no memory for
ulimit -v 2000000
$PYTHON -c 'for text in (lambda w: "{:{}}".format(7, w), lambda w: f"x{7:{w}}", lambda w: "%*d" % (w, 7), lambda w: format("ab", f"日>{w}"), lambda w: format(1.5, f".{w}f")):
  for width in (100, (1 << 31) - 1):
    try: print(len(text(width)))
    except MemoryError: print("MemoryError")'
