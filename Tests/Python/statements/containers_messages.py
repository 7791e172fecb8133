"""list, tuple, dict, set, range, bytes: results and messages."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
L=[3,1,2]
t(lambda: L.append()); t(lambda: L.extend(1)); t(lambda: [].pop()); t(lambda: L.pop(9)); t(lambda: L.pop('a')); t(lambda: L.remove(9)); t(lambda: L.index(9)); t(lambda: L.index(1,2)); t(lambda: L.insert(-9,0)); t(lambda: L); t(lambda: L[9]); t(lambda: L['a']); t(lambda: L.__setitem__(9,1)); t(lambda: L.__delitem__(9)); t(lambda: L[1:2]); t(lambda: L*2); t(lambda: 2*L); t(lambda: L*'a'); t(lambda: L+(1,)); t(lambda: L==[0,3,1,2]); t(lambda: [1,2]<[1,3]); t(lambda: [1]<['a']); t(lambda: L.count(3)); t(lambda: L.copy()); t(lambda: L.reverse()); t(lambda: L); t(lambda: L.sort(key=1)); t(lambda: [1,'a'].sort()); t(lambda: sorted([3,1,2],reverse=True)); t(lambda: sorted('bA',key=str.lower)); t(lambda: list(reversed(L))); t(lambda: list(range(10,0,-3))); t(lambda: range(5)[1:3]); t(lambda: range(1,10,2).index(5)); t(lambda: range(5).index(9)); t(lambda: range(0)); t(lambda: range(1.5)); t(lambda: range(1,2,0)); t(lambda: range(3)==range(0,3,1)); t(lambda: hash(range(3))==hash(range(0,3))); t(lambda: len(range(10**20))); t(lambda: 5 in range(0,10,2)); t(lambda: range(10)[-1]); t(lambda: range(10)[10])
a=[0]*5; a[1:3]=[7,8,9]; t(lambda: a); a[::2]=[1,1,1]; t(lambda: a)
def bad(): a[::2]=[1]
t(bad); del a[::2]; t(lambda: a)
def bad(): a[1:2]=3
t(bad)
t(lambda: (1,2)+(3,)); t(lambda: (1,)+[2]); t(lambda: (1,2)*2); t(lambda: ().index(1)); t(lambda: (1,2)[5]); t(lambda: hash((1,2))==hash((1,2))); t(lambda: hash(([],))); t(lambda: tuple('ab')); t(lambda: (1,)<(1,2)); t(lambda: tuple(1)); t(lambda: (1,2).count(1))
D={'a':1,'b':2}
t(lambda: D['z']); t(lambda: D.get('z')); t(lambda: D.pop('z')); t(lambda: D.pop('z',0)); t(lambda: {}.popitem()); t(lambda: D.popitem()); t(lambda: D.setdefault('c',[])); t(lambda: D.update([(1,2)],x=3)); t(lambda: D); t(lambda: D.update(1)); t(lambda: D.update([1])); t(lambda: D.update([(1,2,3)])); t(lambda: D|{'q':1}); t(lambda: D|[]); t(lambda: dict([('a',1)],b=2)); t(lambda: dict(1)); t(lambda: dict.fromkeys('ab',0)); t(lambda: D.keys()); t(lambda: D.values()); t(lambda: D.items()); t(lambda: D.keys()&{'a'}); t(lambda: D.keys()|['n']); t(lambda: D.items()-{('a',1)}); t(lambda: list(reversed(D))); t(lambda: {[]:1}); t(lambda: D=={'a':1}); t(lambda: D<{}); t(lambda: D.__contains__([])); t(lambda: {1:'a',1.0:'b',True:'c'}); t(lambda: D.copy() is D); t(lambda: len(D.items())); t(lambda: ('a',1) in D.items()); t(lambda: D.keys().isdisjoint(['zz'])); t(lambda: next(iter({}))); t(lambda: dict(zip('ab',[1,2]))); t(lambda: {**{'a':1},'a':2}); t(lambda: (lambda **k:k)(**{'a':1},**{'b':2}))
def it():
    d={1:1,2:2}
    for k in d: d[k+10]=1
t(it)
def it():
    d={1:1,2:2}
    for k in d: del d[k]
t(it)
def it():
    s={1,2}
    for k in s: s.add(k+5)
t(it)
def it():
    l=[1,2,3]; o=[]
    for k in l:
        o.append(k)
        if k==2: l.remove(1)
    return o
t(it)
S={1,2,3}
t(lambda: S|{4}); t(lambda: S&[1]); t(lambda: S.intersection([1],[1,2])); t(lambda: S-{1}); t(lambda: S^{1,9}); t(lambda: S.union('a')=={1,2,3,'a'}); t(lambda: S<={1,2,3,4}); t(lambda: S.issubset([1])); t(lambda: S>{1}); t(lambda: S.remove(9)); t(lambda: S.discard(9)); t(lambda: set().pop()); t(lambda: S.add([])); t(lambda: {1}=={1.0}); t(lambda: frozenset([1])|{2}); t(lambda: {2}|frozenset([1])); t(lambda: hash(frozenset([1,2]))==hash(frozenset([2,1]))); t(lambda: {frozenset([1]):2}[frozenset([1])]); t(lambda: {1} in {frozenset([1])}); t(lambda: set([[]])); t(lambda: S.update([4],[5])); t(lambda: S); t(lambda: S.symmetric_difference_update({1})); t(lambda: S); t(lambda: frozenset()); t(lambda: set()); t(lambda: S<1); t(lambda: S.isdisjoint([9])); t(lambda: set('aab')=={'a','b'}); t(lambda: set(1))
t(lambda: list(map(lambda a,b:a+b,[1,2],[3,4,5]))); t(lambda: list(filter(None,[0,1,'',2]))); t(lambda: list(zip([1,2],[3]))); t(lambda: list(zip([1],[2,3],strict=True))); t(lambda: list(enumerate('ab',1))); t(lambda: any([])); t(lambda: all([])); t(lambda: next(iter([]),5)); t(lambda: next(5)); t(lambda: iter(5)); t(lambda: list(iter(lambda c=[0]: c.append(1) or len(c),4))); t(lambda: slice(1,2).indices(5)); t(lambda: slice(None,None,-1).indices(5)); t(lambda: slice(1,'a').indices(3)); t(lambda: slice(1,2)==slice(1,2)); t(lambda: len(5)); t(lambda: reversed({1})); t(lambda: bytearray(b'ab')+b'c'); t(lambda: bytes([1,256])); t(lambda: bytes(3)); t(lambda: bytes('a')); t(lambda: b'abc'[1]); t(lambda: b'a'+'b'); t(lambda: b'%d %s'%(1,b'x')); t(lambda: bytes.fromhex('0a ff')); t(lambda: b'\x00\xff\n\'"'); t(lambda: b'ab'.hex('-')); t(lambda: b'a b'.split()); t(lambda: memoryview(b'abc')[1:].tobytes()); t(lambda: b'abc'.find(98)); t(lambda: bytearray(b'abc').pop()); t(lambda: sorted([b'b',b'a'])); t(lambda: b'a'<'a'); t(lambda: b'a'=='a')
