"""Small calls into many library modules, with the texts of their exceptions."""
import os, sys, gc, weakref, io, contextlib, collections, itertools, functools, operator, string, re, json, textwrap, types, typing, copy, traceback, warnings, reprlib, bisect, heapq
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class RD:
    def __init__(s): s.me=s
    def __repr__(s): return f'RD({s.me!r})'
t(lambda: repr(RD())[:0])
l=[]; l.append(l); t(lambda: l); dd={}; dd['d']=dd; t(lambda: dd); t(lambda: l==l)
l2=[]; l2.append(l2)
t(lambda: l==l2)
def depth(n): return 0 if n==0 else 1+depth(n-1)
t(lambda: depth(900)); t(lambda: sys.getrecursionlimit()); sys.setrecursionlimit(100); t(lambda: depth(200)); sys.setrecursionlimit(1000)
class RecRepr:
    def __repr__(s): return repr(s)
t(lambda: RecRepr()); 
class RecAttr:
    def __getattr__(s,n): return getattr(s,n+'x')
t(lambda: RecAttr().a)
with contextlib.redirect_stdout(io.StringIO()) as o: print('hidden')
t(lambda: o.getvalue())
@contextlib.contextmanager
def cm():
    try: yield 5
    except KeyError: print('swallowed')
with cm() as v: raise KeyError
with contextlib.suppress(ValueError): int('x')
with contextlib.ExitStack() as st: st.callback(print,'cb'); st.enter_context(cm())
t(lambda: contextlib.nullcontext(3).__enter__()); t(lambda: collections.Counter('abca').most_common()); t(lambda: collections.OrderedDict(a=1).move_to_end('a')); t(lambda: collections.ChainMap({'a':1},{'b':2})['b']); t(lambda: collections.namedtuple('P','x y',defaults=[1])(2)); t(lambda: collections.namedtuple('P','x x')); t(lambda: collections.deque([1,2],maxlen=1)); t(lambda: collections.defaultdict(list,{1:2})); t(lambda: collections.UserDict({1:2})); t(lambda: collections.Counter(a=1)-collections.Counter(a=2)); t(lambda: list(itertools.batched('abcde',2))); t(lambda: list(itertools.accumulate([1,2,3],initial=10))); t(lambda: list(itertools.pairwise('abc'))); t(lambda: list(itertools.product('ab',repeat=2))[:3]); t(lambda: [(k,list(g)) for k,g in itertools.groupby('aab')]); t(lambda: functools.reduce(operator.add,[1,2,3])); t(lambda: functools.reduce(operator.add,[])); t(lambda: functools.partial(int,base=2)('101')); t(lambda: operator.itemgetter(1,2)('abc')); t(lambda: operator.attrgetter('a.b')(types.SimpleNamespace(a=types.SimpleNamespace(b=3)))); t(lambda: functools.cmp_to_key(lambda a,b:b-a)(1)<functools.cmp_to_key(lambda a,b:b-a)(2))
@functools.lru_cache(maxsize=2)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
t(lambda: (fib(30),fib.cache_info())); t(lambda: fib([]))
@functools.wraps(fib)
def wr(): 'd'
t(lambda: (wr.__name__,wr.__wrapped__ is fib)); t(lambda: string.Template('$a ${b} $$').substitute(a=1,b=2)); t(lambda: string.Template('$a').substitute()); t(lambda: textwrap.wrap('the quick brown fox jumps',10)); t(lambda: textwrap.dedent('  a\n   b\n')); t(lambda: textwrap.shorten('hello world foo',10)); t(lambda: textwrap.indent('a\n\nb','> ')); t(lambda: re.sub(r'(\w)(\d)',r'\2\1','a1 b2')); t(lambda: re.match(r'(?P<n>\d+)-(?P<m>x)?','12-').groupdict()); t(lambda: re.split(r'([,;])','a,b;c')); t(lambda: re.findall(r'a(b)?','ab a')); t(lambda: re.compile('(')); t(lambda: re.search(r'\bfoo\b','a foo b')); t(lambda: re.fullmatch('a*?','aaa').span()); t(lambda: re.sub('x',lambda m:m[0]*2,'axb')); t(lambda: re.escape('a.b*')); t(lambda: repr(re.compile('a',re.I|re.M)))
t(lambda: json.dumps({'a':[1,2.5,None,True,'é"\n'],'b':{}})); t(lambda: json.loads('{"a":[1,2.5e3,null,true,"\\u00e9"]}')); t(lambda: json.loads('[1,')); t(lambda: json.loads('{"a" 1}')); t(lambda: json.loads('')); t(lambda: json.dumps({1,2})); t(lambda: json.dumps(float('nan'),allow_nan=False)); t(lambda: json.dumps({'b':1,'a':2},sort_keys=True,separators=(',',':'))); t(lambda: json.loads('[NaN,-Infinity]')); t(lambda: json.dumps(l)); t(lambda: json.dumps({(1,):2})); t(lambda: json.loads('"\\x"')); t(lambda: json.loads('1 2')); t(lambda: json.dumps('\u2028',ensure_ascii=False)); t(lambda: json.loads(b'[1]')); t(lambda: json.dumps([1,[2,{'a':()}]],indent=2)); t(lambda: json.loads('{"a":1,"a":2}',object_pairs_hook=list))
def tb():
    def a(): b()
    def b(): {}['x']
    try: a()
    except KeyError: return traceback.format_exc()
print(tb())
try:
    try: 1/0
    except ZeroDivisionError as e: raise ValueError('second') from e
except ValueError as e: e.add_note('note1'); print(''.join(traceback.format_exception(e)))
try: raise ExceptionGroup('eg',[ValueError(1),ExceptionGroup('in',[TypeError('t')])])
except* TypeError as e: print('tg',e.exceptions)
except* ValueError as e: print('vg',e.exceptions); traceback.print_exc(file=sys.stdout)
class Foo: blech=1
try: Foo().bleck
except AttributeError as e: print(''.join(traceback.format_exception_only(e)))
try: prnt(1)
except NameError as e: print(''.join(traceback.format_exception_only(e)))
try: import nosuchmod
except ImportError as e: print(repr(e), e.name)
try: from os import nosuch
except ImportError as e: print(str(e).replace(os.__file__, 'os.py'), e.name)
try: import os.nosuch
except ImportError as e: print(e)
warnings.simplefilter('always')
with warnings.catch_warnings(record=True) as ws: warnings.warn('hey',UserWarning); warnings.warn('dep',DeprecationWarning)
print([(str(w.message),w.category.__name__) for w in ws])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    t(lambda: warnings.warn('x'))
T=typing.TypeVar('T')
class G(typing.Generic[T]):
    def f(self)->'T': ...
t(lambda: (G[int],G.__parameters__,G[int].__args__,typing.get_type_hints(G.f),typing.Optional[int],typing.Union[int,str,int],int|None,list[T][int],typing.Callable[[int],str],typing.Literal[1,'a'],typing.get_origin(list[int]),typing.Any, typing.Annotated[int,5]))
class Proto(typing.Protocol):
    def m(self): ...
Proto=typing.runtime_checkable(Proto); t(lambda: isinstance(type('I',(),{'m':1})(),Proto))
class TD(typing.TypedDict,total=False): a:int
t(lambda: (TD(a=1),TD.__annotations__,TD.__optional_keys__))
def gen[T:int](x:T)->T: return x
type Al[K]=dict[K,int]
t(lambda: (gen.__type_params__,Al,Al.__value__,Al[str],Al.__type_params__))
class PC[A,*B,**C]: pass
t(lambda: (PC.__type_params__,PC[int,str,[int]],PC.__orig_bases__))
t(lambda: sys.version_info[:2]); t(lambda: sys.implementation.cache_tag is not None); t(lambda: bisect.bisect([1,2,3],2)); t(lambda: heapq.nsmallest(2,[3,1,2])); t(lambda: list(heapq.merge([1,3],[2]))); t(lambda: reprlib.repr(list(range(100))))
t(lambda: types.MappingProxyType({'a':1})); t(lambda: types.SimpleNamespace(a=1,b='x')); t(lambda: types.new_class('NC',(),{},lambda ns: ns.update(z=1)).z); t(lambda: (lambda:0).__code__.co_name); t(lambda: depth.__code__.co_varnames); t(lambda: depth.__defaults__); t(lambda: eval(compile('1+1','','eval'))); t(lambda: print.__self__.__name__); t(lambda: sys.intern('a') is 'a'); t(lambda: id(1)==id(1)); t(lambda: callable(print)); t(lambda: dir(types.SimpleNamespace(q=1))[-1]); t(lambda: hasattr(1,'real')); t(lambda: sorted(vars(Foo))); t(lambda: globals()['Foo'] is Foo); t(lambda: isinstance(None,type(None))); t(lambda: ...); t(lambda: NotImplemented); t(lambda: bool(NotImplemented)); t(lambda: input.__name__); t(lambda: open('/nonexistent')); t(lambda: __name__); t(lambda: exec('raise SystemExit(3)')); t(lambda: hash(None)==hash(None)); t(lambda: type(print)); t(lambda: type(len.__call__)); t(lambda: repr(str.join)); t(lambda: repr(''.join)[:30]); t(lambda: object.__repr__(5)[:10]); t(lambda: __import__('math').pi)
