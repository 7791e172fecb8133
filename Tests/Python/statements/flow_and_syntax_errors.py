"""finally, with, closures, and the text of syntax errors."""
import sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
def f1():
    try: return 'a'
    finally: print('f')
def f2():
    for i in range(3):
        try:
            if i==1: continue
            if i==2: break
            print(i)
        finally: print('fin',i)
    else: print('else')
    return i
def f3():
    try: raise ValueError('x')
    except ValueError as e:
        try: raise KeyError('y') from e
        except KeyError as k: return repr(k.__cause__), repr(k.__context__), k.__suppress_context__
def f4():
    try: raise ValueError(1)
    except (TypeError,ValueError) as e: pass
    return e
def f5():
    try:
        try: 1/0
        finally: raise KeyError('fin')
    except KeyError as e: return repr(e.__context__)
def f6():
    while True:
        try: return 1
        finally: break
    return 2
def f7():
    try: raise
    except RuntimeError as e: return str(e)
def f8():
    raise ValueError from 5
def f9():
    raise 5
def f10():
    try: raise ValueError('a')
    except 5: pass
for f in (f1,f2,f3,f4,f5,f6,f7,f8,f9,f10): t(f)
class CM:
    def __init__(s,n,sup=False): s.n=n; s.sup=sup
    def __enter__(s): print('enter',s.n); return s
    def __exit__(s,*a): print('exit',s.n,a[0] and a[0].__name__); return s.sup
def w1():
    with CM(1) as a, CM(2,True) as b: raise ValueError
    return 'after'
def w2():
    with CM(1): return 'in'
def w3():
    for i in range(2):
        with CM(i): 
            if i==0: continue
            break
    return i
def w4():
    with 5: pass
def w5():
    with (CM(1) as x, CM(2)): raise KeyError('z')
for f in (w1,w2,w3,w4,w5): t(f)
def d(n): return d(n+1)
t(lambda: d(0))
def e1():
    x=1
    def inner(): nonlocal x; x+=1; return x
    inner(); return inner(),x
def e2():
    print(y); y=1
def e3():
    def inner(): return z
    if 0: z=1
    return inner()
def e4():
    del q
def e5(): return [lambda: i for i in range(3)][0]()
def e6():
    fs=[]
    for i in range(3): fs.append(lambda i=i: i)
    return [f() for f in fs]
for f in (e1,e2,e3,e4,e5,e6): t(f)
t(lambda: undefined_name); t(lambda: __builtins__ and 1); t(lambda: (yield_:=5)); t(lambda: [y:=1,y**2]); t(lambda: f1(1)); t(lambda: f1(x=1)); t(lambda: (lambda a,b:0)(1)); t(lambda: (lambda *,k:0)()); t(lambda: (lambda a:0)(1,a=2)); t(lambda: print(sep=1)); t(lambda: print(1,2,sep='-',end='!\n')); t(lambda: eval('1+')); t(lambda: exec('x=1\nprint(x)')); t(lambda: eval('a',{'a':5})); t(lambda: eval('__import__("sys").maxsize')); t(lambda: compile('a b','f','exec')); t(lambda: assert_()); 
def assert_(): assert 1==2, 'msg'
t(assert_)
try: assert ()
except AssertionError as e: print(repr(e))
import traceback
for src in ['x = (1,\n','def f(:\n','if x\n  y','for','a = = b','"abc','x = 1 +','f(a b)','class','print "a"','return','yield 1','break','continue','def f(a,a):pass','nonlocal x','def f():\n global x\n x=1\n global x','1=x','f()=1','a+1=2','del f()','import a.b as','from . import *\nfrom x import','lambda: (yield)','x: int: str','async def f(): yield from x','await x','def f():\n\tx\n        y','  x','if 1:\nx','try: pass','else: x','{1:2,3}','{**a for a in b}','[*a for a in b]','f(**a,*b)','f(a=1,b)','f(a=1,a=2)','def f(a=1,b):pass','def f(*):pass','def f(**a,b):pass','with open(x) as 1: pass','None=1','x.True=1','for 1 in x: pass','f"{a b}"','f"{"','f"{}"','f"{a!}"',"f'{a:{b:{c}}}'",'0777','1__0','0b12','1.e','"\\N{foo}"','b"é"','u"a" b"b"','a?b','x = $','match x:\n case 1|a: pass\n case a: pass','match x:\n case a: pass\n case b: pass','raise a, b','except x: pass','(a, b): int = 1','x = yield = 1','a if b','not','from __future__ import braces','from __future__ import nope','x\n  y','@','def f()->: pass','\x00','é = 1','a\u00a0b','global x','@a\nx=1','type X','import','a, b += 1','(a:=1)=2','a.b:=1','a:=1','print(a:=1, b=c:=2)','def f[T, T](): pass','class A[T](metaclass=(yield)): pass', 'x = [i:=0 for i in j]','[x for x in (y:=[1])]']:
    try: compile(src,'<s>','exec'); print('ok',repr(src))
    except SyntaxError as e: print(''.join(traceback.format_exception_only(e)).rstrip(), (e.lineno,e.offset,e.text,e.end_lineno,e.end_offset))
    except ValueError as e: print('VE',e)
