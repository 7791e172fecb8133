"""Metaclasses, descriptors, slots, super, special methods and their messages."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class Meta(type):
    def __new__(m,n,b,d,**k): print('new',n,[x.__name__ for x in b],sorted(x for x in d if not x.startswith('__')),k); return super().__new__(m,n,b,d)
    def __init__(c,n,b,d,**k): print('init',n); super().__init__(n,b,d)
    @classmethod
    def __prepare__(m,n,b,**k): print('prepare',n,k); return {'injected':1}
    def __call__(c,*a,**k): print('call',a,k); return super().__call__(*a,**k)
    def __instancecheck__(c,o): return o==5
    def __subclasscheck__(c,o): return o is int
    def __len__(c): return 42
    def __getattr__(c,n): return 'meta '+n
    def __iter__(c): return iter('xy')
    def __contains__(c,x): return x=='q'
    def __repr__(c): return f'<M {c.__name__}>'
class A(metaclass=Meta,kw=1):
    x=1
    def __init__(self,v=0): self.v=v
t(lambda: A(3).v); t(lambda: isinstance(5,A)); t(lambda: issubclass(int,A)); t(lambda: len(A)); t(lambda: A.foo); t(lambda: list(A)); t(lambda: 'q' in A); t(lambda: A); t(lambda: A.injected); t(lambda: A().zz)
class B(A): y=2
class D:
    def __set_name__(s,o,n): print('set_name',o.__name__,n); s.n=n
    def __get__(s,i,o=None): return (s.n, i is None, o.__name__)
    def __set__(s,i,v): print('set',v)
    def __delete__(s,i): print('del')
class ND:
    def __get__(s,i,o): return 'nd'
class C:
    d=D(); n=ND()
    def __init_subclass__(cls,/,tag=None,**k): print('init_subclass',cls.__name__,tag); super().__init_subclass__(**k)
    def __class_getitem__(cls,k): return (cls.__name__,k)
c=C(); print(c.d,C.d,c.n); c.d=5; del c.d; c.__dict__['n']='own'; c.__dict__['d']='own'; print(c.n,c.d,C[int])
class E(C,tag='t'): pass
t(lambda: type('F',(C,),{'a':1},tag='dyn').a); t(lambda: type('G',(C,),{},bad=1))
class P:
    __slots__=('a','__dict__')
    def __init__(self): self.a=1; self.b=2
p=P(); print(p.a,p.b,p.__dict__)
class Q: __slots__=('a',)
q=Q(); t(lambda: q.a); t(lambda: setattr(q,'z',1)); t(lambda: q.__dict__); q.a=3; t(lambda: q.a); del q.a; t(lambda: q.a)
t(lambda: object().x); t(lambda: setattr(object(),'x',1)); t(lambda: int.x); t(lambda: setattr(int,'x',1)); t(lambda: delattr(C,'zz')); t(lambda: c.nope); t(lambda: C()()); t(lambda: C()[1]); t(lambda: len(C())); t(lambda: C()+1); t(lambda: -C()); t(lambda: C()<C()); t(lambda: 'a' in C()); t(lambda: iter(C())); t(lambda: C().__enter__); t(lambda: hash(type('H',(),{'__eq__':lambda a,b:1})()))
class Pr:
    @property
    def r(self): "doc"; return 1
    @r.setter
    def r(self,v): print('setter',v)
    @property
    def ro(self): return self.missing
    w=property(None,lambda s,v:None)
pr=Pr(); pr.r=5; t(lambda: pr.r); t(lambda: setattr(pr,'ro',1)); t(lambda: delattr(pr,'r')); t(lambda: pr.ro); t(lambda: pr.w); t(lambda: Pr.r.__doc__); t(lambda: Pr.r.fget.__name__)
class GA:
    def __getattr__(s,n): 
        if n=='dyn': return 1
        raise AttributeError(n)
    def __getattribute__(s,n):
        if n=='hidden': raise AttributeError('hid')
        return super().__getattribute__(n)
    def __setattr__(s,n,v): print('sa',n); object.__setattr__(s,n,v)
    def __delattr__(s,n): print('da',n); super().__delattr__(n)
    def __dir__(s): return ['b','a']
g=GA(); g.q=1; del g.q; t(lambda: g.dyn); t(lambda: g.nope); t(lambda: g.hidden); t(lambda: dir(g)); t(lambda: getattr(g,'zz',9)); t(lambda: hasattr(g,'zz')); t(lambda: getattr(g,1))
class X:
    def f(self): return 'X'
class Y(X):
    def f(self): return 'Y'+super().f()
class Z(X):
    def f(self): return 'Z'+super().f()
class W(Y,Z):
    def f(self): return 'W'+super().f()
    @classmethod
    def cm(cls): return super().__init_subclass__, cls.__name__
    @staticmethod
    def sm(): return super()
t(lambda: W().f()); t(lambda: [k.__name__ for k in W.__mro__]); t(lambda: W.sm()); t(lambda: super(Y,W()).f()); t(lambda: super(int,W())); t(lambda: W.__bases__); t(lambda: X.__subclasses__()==[Y,Z]); t(lambda: W.__qualname__); t(lambda: (lambda: 0).__qualname__)
try:
    class Bad(X,object,Y): pass
except TypeError as e: print(e)
try:
    class Bad(int,str): pass
except TypeError as e: print(e)
try:
    class Bad(bool): pass
except TypeError as e: print(e)
try:
    class Bad(metaclass=5): pass
except TypeError as e: print(e)
try:
    class Bad(5): pass
except TypeError as e: print(e)
class Cm:
    def __lt__(s,o): return NotImplemented
    def __eq__(s,o): return 'eq'
    def __ne__(s,o): return 'ne'
    def __radd__(s,o): return ('radd',o)
    def __iadd__(s,o): return 'iadd'
    def __bool__(s): return 1
    def __len__(s): return -1
    def __index__(s): return 3
    def __call__(s,*a,**k): return a,k
    def __getitem__(s,k): return k
    def __hash__(s): return 'x'
    def __str__(s): return 5
    def __repr__(s): return 'rp'
    def __format__(s,f): return 'fmt'+f
    def __contains__(s,x): return []
    def __missing__(s,k): return k
    def __int__(s): return 'q'
    def __float__(s): return 1
    def __iter__(s): return 5
cm=Cm(); t(lambda: cm<1); t(lambda: cm==1); t(lambda: cm!=1); t(lambda: 1+cm); t(lambda: bool(cm)); t(lambda: len(cm)); t(lambda: [1,2,3,4][cm]); t(lambda: cm(1,a=2)); t(lambda: cm[1:2,...]); t(lambda: hash(cm)); t(lambda: str(cm)); t(lambda: f'{cm:x} {cm!r}'); t(lambda: 1 in cm); t(lambda: int(cm)); t(lambda: float(cm)); t(lambda: iter(cm)); t(lambda: range(cm)); t(lambda: hex(cm)); t(lambda: {}[cm]); t(lambda: print(cm))
cm+=1; t(lambda: cm)
import abc
class Ab(abc.ABC):
    @abc.abstractmethod
    def m(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
t(lambda: Ab()); t(lambda: type('Ac',(Ab,),{'m':1})()); t(lambda: type('Ad',(Ab,),{'m':1,'p':2})().p); Ab.register(int); t(lambda: isinstance(1,Ab)); t(lambda: Ab.__abstractmethods__==frozenset({'m','p'}))
class N:
    def __new__(cls,*a): print('N.new',a); return object.__new__(cls) if a else 5
    def __init__(self,*a): print('N.init',a)
t(lambda: N()); t(lambda: type(N(1)).__name__); t(lambda: object(1)); t(lambda: object.__new__(int)); t(lambda: object.__new__(N).__class__.__name__); t(lambda: int.__new__(str)); t(lambda: N.__dict__['__new__'].__class__.__name__)
x=X(); x.__class__=Y; t(lambda: x.f()); t(lambda: setattr(x,'__class__',int)); t(lambda: setattr(x,'__class__',5)); t(lambda: setattr(x,'__dict__',{'k':1}) or x.k); t(lambda: setattr(x,'__dict__',5)); t(lambda: vars(x)); t(lambda: vars(5)); Y.f=lambda s:'patched'; t(lambda: W().f()); del Y.f; t(lambda: W().f())
t(lambda: X.f(1)); t(lambda: X.f()); t(lambda: X().f(1)); t(lambda: str.upper(1)); t(lambda: list.append(1)); t(lambda: [].append.__self__); t(lambda: X().f.__func__ is X.f); t(lambda: X.f.__get__(1)()); t(lambda: X().f==X().f); t(lambda: repr(X.f)[:12]); t(lambda: repr(X().f)[:20]); t(lambda: classmethod(1).__get__(1)()); t(lambda: type.__call__(int,'5')); t(lambda: type(1,2)); t(lambda: type()); t(lambda: type('a',(),5)); t(lambda: type(5,(),{})); t(lambda: isinstance(1,5)); t(lambda: issubclass(1,int)); t(lambda: isinstance(1,(str,(int,)))); t(lambda: isinstance(1,int|str)); t(lambda: isinstance(1,list[int]))
class Big: pass
for i in range(200): setattr(Big,f'a{i}',i)
b=Big()
for i in range(200): setattr(b,f'b{i}',i)
print(b.b199,b.a199,len(vars(b)), Big.__name__, Big.__module__, Big.__doc__)
