# Names with lone surrogates in messages; where UTF-8 is needed they are refused.
def t(f):
    try: f()
    except Exception as e: print(ascii(str(e)), ascii(getattr(e, 'name', None)))
n = '\udc80é'
class A: pass
t(lambda: getattr(5, n)); t(lambda: getattr(A, n)); t(lambda: getattr(A(), n)); t(lambda: delattr(A(), n)); t(lambda: setattr(5, n, 1))
import sys
t(lambda: getattr(sys, n)); t(lambda: {}[n]); t(lambda: int(n)); t(lambda: float(n)); t(lambda: eval(n.replace('é','')) )
t(lambda: exec("x", {})); t(lambda: A(**{n: 1})); t(lambda: (lambda a: 1)(**{n: 1})); t(lambda: __import__(n)); t(lambda: open(n)); t(lambda: getattr(super(A, A()), n)); t(lambda: delattr(5, n)); t(lambda: A().__getattribute__(n)); t(lambda: int(n, 5)); t(lambda: complex(n)); t(lambda: setattr(A, '__slots__', 1)); t(lambda: delattr(A, n)); t(lambda: 'a'.encode(n)); t(lambda: f'{1:\udc80}'); t(lambda: '%\udc80' % 1); t(lambda: type(n, (5,), {})); t(lambda: getattr(type(n, (), {}), 'x')); t(lambda: getattr(type(n, (), {})(), 'x')); t(lambda: type(n, (), {})() + 1); t(lambda: [].index(n)); t(lambda: chr(n)); t(lambda: ord(n)); t(lambda: print(1, **{n: 2})); t(lambda: dict(5, **{n: 1}))
t(lambda: type("a\0b", (), {}))
t(lambda: setattr(A, "__name__", "\udc80"))
t(lambda: setattr(A, "__qualname__", "\udc80"))
t(lambda: compile("\udc80", "x", "exec"))
t(lambda: exec("'\udc80'"))
print(ascii(A.__name__), ascii(A.__qualname__))
