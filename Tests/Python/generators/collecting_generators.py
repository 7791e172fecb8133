def g(n):
    for i in range(n):
        yield i
print(sum(g(10)), sum(x*0.1 for x in range(10)), set(x%3 for x in range(10)), list(g(5)), tuple(g(4)), any(x>3 for x in g(9)), all(x>3 for x in g(9)), min(x for x in [3,1,2]), max(str(x) for x in g(20)), sorted(-x for x in g(5)), ''.join(str(x) for x in g(5)), frozenset(g(3)))
class H:
    def __init__(s,x): s.x=x
    def __hash__(s): return hash(s.x)
    def __eq__(s,o): return s.x==o.x
    def __add__(s,o): return H(s.x+ (o.x if isinstance(o,H) else o))
    __radd__=__add__
    def __lt__(s,o): return s.x<o.x
    def __gt__(s,o): return s.x>o.x
    def __bool__(s): return s.x>2
def f():
    print(len(set(H(x%4) for x in g(10))), sum(H(x) for x in g(4)).x, max(H(x) for x in g(4)).x, min(H(x) for x in g(4)).x, any(H(x) for x in g(5)), all(H(x) for x in g(5)))
    try: print(max(x for x in []))
    except ValueError as e: print(e)
    try: print(set([x] for x in g(3)))
    except TypeError as e: print(e)
    try: print(''.join(x for x in g(3)))
    except TypeError as e: print(e)
    try: print(sum(1/x for x in [1,0]))
    except ZeroDivisionError as e:
        import traceback; traceback.print_exc(file=__import__('sys').stdout)
    print(sum(x for x in [1,2.5,3,10**30]), sum(x for x in [1e16,1,-1e16]), sum(x for x in [2**62,2**62,5]), sum((x for x in [True,2])))
    def outer():
        yield from g(3)
        yield from (x*2 for x in g(3))
    print(list(outer()), sum(outer()), set(outer()))
    it=g(10); next(it); print(sum(it), list(it))
    it=g(10); print(any(x==3 for x in it), list(it))
    def deep(n):
        if n: yield from deep(n-1)
        yield n
    print(list(deep(6)), sum(deep(100)))
    for x in deep(3): print(x, end=' ')
    print()
    d=deep(4); print(next(d), next(d)); 
    try: d.throw(KeyError('k'))
    except KeyError as e: print('K',e)
    class T:
        def __iter__(self): yield from (1,2); yield 3
    class B:
        def __iter__(self): return 5
    print(list(T()), [x for x in T()], sum(T()))
    try:
        for x in B(): pass
    except TypeError as e: print(e)
    def rec():
        def me():
            yield 1
            yield sum(gg)
        gg=me()
        return sum(gg)
    try: rec()
    except ValueError as e: print(e)
    def fin():
        try:
            yield 1; yield 0; yield 2
        finally: print('fin')
    x=fin(); print(all(v for v in [1,0]), all(x)); x.close()
    def send():
        a=yield 1
        print('got',a)
        b=yield from inner()
        print('b',b)
    def inner():
        while True:
            x=yield 'i'
            print('inner',x)
            if x==3: return 'done'
    s=send(); print(next(s), s.send(1), s.send(2))
    try: s.send(3)
    except StopIteration as e: print('stop',e.value)
f()
