"""dataclasses, inspect.signature, enum, singledispatch, NamedTuple, copy, pprint, ast.unparse and its like."""
import dataclasses, inspect, enum, functools, typing, copy, pprint, ast, traceback
from dataclasses import dataclass, field
@dataclass(order=True, frozen=True)
class P:
    x: int
    y: int = 3
    z: list = field(default_factory=list, compare=False, repr=False)
p=P(1); print(p, p==P(1), p<P(2), hash(p)==hash(P(1)), dataclasses.asdict(p), dataclasses.astuple(p), dataclasses.replace(p,x=9), dataclasses.fields(p)[1].name)
try: p.x=1
except dataclasses.FrozenInstanceError as e: print(type(e).__name__,e)
try: P()
except TypeError as e: print(e)
@dataclass(slots=True, kw_only=True)
class Q:
    a: int
    b: str = 'q'
    def __post_init__(self): self.a += 1
print(Q(a=1), Q.__slots__, Q.__match_args__, inspect.signature(Q))
@dataclass
class R(P.__base__):
    c: dataclasses.InitVar[int]
    d: typing.ClassVar[int] = 3
    e: int = field(init=False)
    def __post_init__(self, c): self.e = c*2
print(R(4), inspect.signature(R), R.__doc__)
print(dataclasses.make_dataclass('M',[('a',int),('b',str,field(default='z'))])(5))
def f(a, /, b: int = 2, *args: str, c, d=None, **kw) -> bool: "doc"
s=inspect.signature(f); print(s, list(s.parameters), s.return_annotation, s.parameters['c'].kind, s.bind(1,c=2).arguments)
try: s.bind(1)
except TypeError as e: print(e)
print(inspect.getsource(f), inspect.getdoc(f), inspect.getfullargspec(f))
print(inspect.signature(len), inspect.signature(sorted), inspect.signature(dict.get), inspect.signature(str.split))
class C:
    def m(self, x): pass
    @classmethod
    def cm(cls, y=1): pass
    @staticmethod
    def sm(z): pass
    @property
    def pp(self): return 1
print(inspect.signature(C.m), inspect.signature(C().m), inspect.signature(C.cm), inspect.signature(C.sm), inspect.signature(C), inspect.isfunction(C.m), inspect.ismethod(C.cm), [n for n,_ in inspect.getmembers(C) if not n.startswith('__')])
class Color(enum.Enum):
    RED=1; GREEN=2; ALIAS=1
print(list(Color), Color.RED, repr(Color(2)), Color['RED'], Color.ALIAS is Color.RED, Color.RED.name, Color.GREEN.value, Color.__members__)
try: Color(7)
except ValueError as e: print(e)
class F(enum.Flag):
    A=enum.auto(); B=enum.auto(); C=A|B
print(F.A|F.B, F.C, repr(F(0)), F.A in F.C, ~F.A, list(F.C))
class I(enum.IntEnum):
    X=3; Y=4
print(I.X+1, I.X<I.Y, f'{I.X}', '%d'%I.Y, repr(I.X), int(I.Y))
class IF(enum.IntFlag):
    R=4; W=2; X=1
print(IF.R|IF.X, repr(IF(7)), IF(8)|IF.R)
class S(enum.StrEnum):
    AB=enum.auto(); CD='x'
print(S.AB, repr(S.CD), S('x'), S.AB.upper())
print(enum.Enum('Fn','a b c').b)
@functools.singledispatch
def g(x): return 'obj'
@g.register
def _(x: int): return 'int'
@g.register(list)
def _(x): return 'list'
@g.register
def _(x: str|bytes): return 'text'
print(g(1),g(True),g([]),g(1.0),g('a'),g(b''), g.registry.keys().__len__())
class D:
    @functools.singledispatchmethod
    def h(self, a): return 'base'
    @h.register
    def _(self, a: int): return 'int'
print(D().h(1), D().h('x'))
class NT(typing.NamedTuple):
    "doc"
    a: int
    b: str = 'b'
    def m(self): return self.a
n=NT(1); print(n, n._asdict(), n._replace(b='c'), NT._fields, NT._field_defaults, n.m(), NT.__annotations__, NT.__doc__, inspect.signature(NT))
x={'a':[1,(2,{3})],'b':p}; y=copy.deepcopy(x); print(y, y['a'] is not x['a'], y['b'] is x['b'])
l=[1]; l.append(l); m=copy.deepcopy(l); print(m[1] is m, copy.copy(n), copy.copy(Q(a=3)), copy.deepcopy(Color.RED) is Color.RED, copy.replace(p, x=4))
pprint.pprint({'k%d'%i: list(range(i*3)) for i in range(9)}); pprint.pprint(p); pprint.pprint([Q(a=i,b='x'*30) for i in range(3)]); pprint.pprint({1,2,3}); pprint.pprint('a b '*40, width=40); print(pprint.pformat(n), pprint.saferepr(l)[:8])
for src in ['a+b*c','lambda x,/,y=1,*z,k=2,**w:(yield)','[i for i in x if i]','f"a{b!r:>{w}}"','x if y else z','a[1:2,...]','not a or b and c','(a:=1)','{**a,"b":1}','-1**2','async def f():\n  await x\n  async for i in y: pass','class A(B,m=C):\n  @d\n  def f(self)->int: ...','try:\n  a\nexcept* E as e:\n  b\nelse:\n  c\nfinally:\n  d','match x:\n  case [1,*_,{"a":b}]|C(d=1) as z if q: pass','type X[T:int,*Ts,**P]=list[T]','def f[T=int](): pass','with a as b,c: pass','import a.b as c\nfrom .d import *','global x\nx:int=1','for i in x: break\nelse: continue','del a,b[0]','raise A from B','assert a,b',"x='a'\"b\"","x=1e400,1j,0x10,b'q',u'r'"]:
    print(ast.unparse(ast.parse(src)))
print(ast.literal_eval("{'a':[1,-2.5,(3,),None,True],b'x':{1,2}, 'c':1+2j}"), ast.dump(ast.parse('a.b(c)[0]'),indent=1))
for bad in ['a','1+a','f()','[','1 if 2 else 3']:
    try: print(ast.literal_eval(bad))
    except Exception as e: print(type(e).__name__, str(e).split(' at 0x')[0])
class V(ast.NodeTransformer):
    def visit_Name(self, n): return ast.copy_location(ast.Constant(42), n)
t=ast.fix_missing_locations(V().visit(ast.parse('a+b',mode='eval'))); print(eval(compile(t,'x','eval')), [type(n).__name__ for n in ast.walk(t)], ast.get_docstring(ast.parse('"d"')), list(ast.iter_fields(t)).__len__())
print(ast.get_source_segment('foo(bar)',ast.parse('foo(bar)').body[0].value.args[0]))
import pickle
t2=pickle.loads(pickle.dumps(ast.parse('a=1'))); print(ast.dump(t2), ast.dump(copy.deepcopy(t2))==ast.dump(t2))
match ast.parse('a+1').body[0]:
    case ast.Expr(ast.BinOp(ast.Name(nm), ast.Add(), ast.Constant(v))): print(nm, v)
