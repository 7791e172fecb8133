"""Special methods that are not plain functions are bound, or not, as descriptors say."""
import functools
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class M(type): __call__=dict
class A(metaclass=M): pass
t(lambda: A(a=1))
class B:
    __len__=staticmethod(lambda: 3)
    __getitem__=classmethod(lambda c,k: (c.__name__,k))
    __call__=functools.partial(lambda *a: a, 5)
    __iter__=[].__iter__
    __add__=lambda *a: len(a)
    __contains__=staticmethod(lambda x: x==1)
    __bool__=staticmethod(lambda: False)
    __str__=property(lambda s: lambda: 'strprop')
    __hash__=int
    __eq__=max
    __enter__=staticmethod(lambda: 'ent'); __exit__=staticmethod(lambda *a: print(len(a)))
    __index__=staticmethod(lambda: 2)
b=B()
t(lambda: len(b)); t(lambda: b[4]); t(lambda: b(1)); t(lambda: list(b)); t(lambda: b+1); t(lambda: 1 in b); t(lambda: bool(b)); t(lambda: str(b)); t(lambda: hash(b)); t(lambda: [1,2,3][b])
with b as e: print(e)
class C:
    class __call__:
        def __init__(s,*a): s.a=a
        def __repr__(s): return f'inner{s.a}'
    __getattr__=staticmethod(lambda n: n*2)
    __lt__=len
c=C(); t(lambda: c(1,2)); t(lambda: c.zz); t(lambda: c<'abc'); t(lambda: C.__call__(3))
class D:
    __next__=staticmethod(lambda it=iter([1,2]): next(it))
    def __iter__(s): return s
t(lambda: list(D()))
class E:
    def __get__(s,o,t): return lambda *a: ('bound',a)
class F:
    __len__=E(); __call__=E(); __add__=E(); __getitem__=E(); __repr__=E()
t(lambda: F()(1)); t(lambda: F()+2); t(lambda: F()[3]); t(lambda: len(F()))
