# The class of a class attribute becomes a descriptor after many shapes have read it.

class Plain: pass
class D1: attr = None
class D2: attr = None
p = Plain(); D1.attr = p; D2.attr = p
def site(o): return o.attr
objs = [type(f'C{i}', (), {'attr': p})() for i in range(12)]
for _ in range(20):
    for o in objs: site(o)
Plain.__get__ = lambda self, o, t: 'bound'
print([site(o) for o in objs])
