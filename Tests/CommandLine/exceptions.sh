# Texts of uncaught exceptions, warnings and syntax errors. See Tests/run.py.

### -c 'try: 1/0 …
$PYTHON -c 'try: 1/0
except ZeroDivisionError as e: raise ValueError("v") from e'

### -c 'try: 1/0 … (2)
$PYTHON -c 'try: 1/0
except ZeroDivisionError: int("x")'

### -c 'raise ExceptionGroup("eg", [ValueError(1), ExceptionGrou
$PYTHON -c 'raise ExceptionGroup("eg", [ValueError(1), ExceptionGroup("in", [TypeError("t"), OSError(2,"no")])])'

### -c 'e = ValueError("v"); e.add_note("note 1"); e.add_note("t
$PYTHON -c 'e = ValueError("v"); e.add_note("note 1"); e.add_note("two\nlines"); raise e'

### -c 'class A: …
$PYTHON -c 'class A:
  def __del__(self): raise ValueError("in del")
a=A(); del a
import gc; gc.collect()
print("end")' 2>&1 | sed 's/0x[0-9a-f]*/0x/'

### -c 'def g(): …
$PYTHON -c 'def g():
  yield 1
  raise KeyError("k")
for x in g(): print(x)'

### -c 'class A: … (2)
$PYTHON -c 'class A:
  def __init__(s,v): s.v=v
  def __lt__(s,o): raise ValueError("lt %d" % s.v)
l=[A(2),A(1)]
try: l.sort()
except ValueError as e: print(e, len(l))
sorted([3,1], key=lambda x: 1/(x-1))'

### -c 'l=[3,1,2] …
$PYTHON -c 'l=[3,1,2]
def k(x): l.append(9); return x
try: l.sort(key=k)
except ValueError as e: print(e, l)'

### -c 'l=[3,1,2] … (2)
$PYTHON -c 'l=[3,1,2]
def k(x): print(l); return x
l.sort(key=k); print(l)'

### -c 'd={1:1,2:2} …
$PYTHON -c 'd={1:1,2:2}
try:
  for k in d: d[k+10]=1
except RuntimeError as e: print(e)
try:
  for k in d: del d[k]
except RuntimeError as e: print(e)
d={1:1,2:2}
try:
  for k in d: del d[k]; d[k+5]=0
except RuntimeError as e: print(e)
s={1,2}
try:
  for k in s: s.add(k+10)
except RuntimeError as e: print(e)
l=[1,2,3]
for x in l:
  if len(l)<6: l.append(x)
print(l)
for x in l: l.remove(x)
print(l)
from collections import deque
q=deque([1,2])
try:
  for x in q: q.append(1)
except RuntimeError as e: print(e)
try:
  for k,v in d.items(): d[k*100]=1
except RuntimeError as e: print(e)'

### -c 'f = open("/nonexistent")'
$PYTHON -c 'f = open("/nonexistent")'

### -c 'import os; os.listdir("/nonexistent")'
$PYTHON -c 'import os; os.listdir("/nonexistent")'

### -c 'undefined_name'
$PYTHON -c 'undefined_name'

### -c 'import sys; sys.pth'
$PYTHON -c 'import sys; sys.pth'

### -c 'import nosuch.mod'
$PYTHON -c 'import nosuch.mod'

### -c 'from os import nosuch'
$PYTHON -c 'from os import nosuch'

### -c '{}["k"]'
$PYTHON -c '{}["k"]'

### -c '[][1]'
$PYTHON -c '[][1]'

### -c 'def f(a,b): pass …
$PYTHON -c 'def f(a,b): pass
f(1)'

### -c 'class A: pass …
$PYTHON -c 'class A: pass
A().foo'

### -c 'class A: … (3)
$PYTHON -c 'class A:
  __slots__=("abc",)
A().abd'

### -c 'x = 1 …
$PYTHON -c 'x = 1
def f():
  print(x)
  x = 2
f()'

### -c 'def f(): …
$PYTHON -c 'def f():
  return (1 +
    g(2,
      3))
def g(a, b):
  return [a for a in range(b)][10]
f()'

### -c 'x=[1,2,3] …
$PYTHON -c 'x=[1,2,3]
x[0][1][2]'

### -c 'a=1;b="x" …
$PYTHON -c 'a=1;b="x"
print(a +     b)'

### -c 'class E(Exception): …
$PYTHON -c 'class E(Exception):
  def __str__(self): raise ValueError("bad str")
raise E'

### -c 'class E(Exception): … (2)
$PYTHON -c 'class E(Exception):
  pass
E.__module__="foo.bar"
raise E("x")'

### -c 'raise "str"'
$PYTHON -c 'raise "str"'

### -c 'raise 1 from 2'
$PYTHON -c 'raise 1 from 2'

### -c 'def f(n): …
$PYTHON -c 'def f(n):
  if n==0: 1/0
  f(n-1)
f(20)'

### -c 'print(f"{1!x}")'
$PYTHON -c 'print(f"{1!x}")'

### -c 'if 1: …
$PYTHON -c 'if 1:
print(1)'

### -c 'if 1: … (2)
$PYTHON -c 'if 1:
	x=1
        y=2'

### -c 'x = "abc'
$PYTHON -c 'x = "abc'

### -c 'x = """abc'
$PYTHON -c 'x = """abc'

### -c 'x = 1 +'
$PYTHON -c 'x = 1 +'

### -c 'foo(a=1, 2)'
$PYTHON -c 'foo(a=1, 2)'

### -c 'print "x"'
$PYTHON -c 'print "x"'

### -c 'return 1'
$PYTHON -c 'return 1'

### -c 'def f(): … (2)
$PYTHON -c 'def f():
  x=1
  global x'

### -c 'break'
$PYTHON -c 'break'

### -c 'x = 08'
$PYTHON -c 'x = 08'

### -c 'a b'
$PYTHON -c 'a b'

### -c 'é = $'
$PYTHON -c 'é = $'

### -c 'async def f(): yield 1; return 2'
$PYTHON -c 'async def f(): yield 1; return 2'

### -c 'nonlocal x'
$PYTHON -c 'nonlocal x'

### -c 'f() = 1'
$PYTHON -c 'f() = 1'

### -c 'x = {1:2, 3}'
$PYTHON -c 'x = {1:2, 3}'

### -c 'from __future__ import nosuch'
$PYTHON -c 'from __future__ import nosuch'

### -c 'class A(metaclass=int): pass'
$PYTHON -c 'class A(metaclass=int): pass'

### -c 'def f(): … (3)
$PYTHON -c 'def f(): 
  try: 
    1/0
  finally:
    undefined
f()'

### -c 'with open("/nonexistent") as f: pass'
$PYTHON -c 'with open("/nonexistent") as f: pass'

### -c 'assert (1 == …
$PYTHON -c 'assert (1 ==
 2), "msg"'

### -c 'import traceback …
$PYTHON -c 'import traceback
try: 1/0
except Exception: traceback.print_exc()'

### -c 'import warnings …
$PYTHON -c 'import warnings
def f(): warnings.warn("hi", stacklevel=2)
f()'

### -c 'eval("1+")'
$PYTHON -c 'eval("1+")'

### -c 'exec("def f():\n  1/0\nf()")'
$PYTHON -c 'exec("def f():\n  1/0\nf()")'

### -c 'exec(compile("1/0", "nofile.py", "exec"))'
$PYTHON -c 'exec(compile("1/0", "nofile.py", "exec"))'

### -c 'import json; json.loads("{")' 2>&1 | tail -1
$PYTHON -c 'import json; json.loads("{")' 2>&1 | tail -1

### -c 'int("9"*5000)' 2>&1 | tail -1 | cut -c 1-80
$PYTHON -c 'int("9"*5000)' 2>&1 | tail -1 | cut -c 1-80

### -c 'g=(x for x in [1]); next(g); next(g)'
$PYTHON -c 'g=(x for x in [1]); next(g); next(g)'

### -c 'def g(): … (2)
$PYTHON -c 'def g():
  raise StopIteration
  yield
list(g())'

### -c 'x: int = undefined'
$PYTHON -c 'x: int = undefined'

### -c 'lambda: (yield) …
$PYTHON -c 'lambda: (yield)
1/0'

### -c 'match 5: …
$PYTHON -c 'match 5:
  case str(): pass
  case int(a, b): pass'

### -c 'try: …
$PYTHON -c 'try:
  raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
except* ValueError: print("v")'

### -c 'import sys …
$PYTHON -c 'import sys
sys.stdout = None
print("x")
sys.stderr = None
1/0'

### -c 'import sys … (2)
$PYTHON -c 'import sys
sys.tracebacklimit=1
def f(): 1/0
def g(): f()
g()'

### a file's last line without a newline
for text in '\\' 'y = 6\\' 'y = 6\\\n' 'x=1\n\t\\' 'x=(1,\\' 'x = = 1' 'if 1:\n    x = (' 'x = """a\n' 'x = $\ny'; do
  printf "$text" > last.py
  $PYTHON last.py 2>&1 | tail -n +2
done
