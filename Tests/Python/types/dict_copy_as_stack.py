# A copy of a dict that was used as a stack can be used as one.
d={1:1}
for i in range(100000):
    d[i+10]=1; del d[i+10]
e=d.copy()
for i in range(100000):
    e[i+10]=1; del e[i+10]
c={}
for i in range(100000):
    c[(i*7919)%100003]=1
    if i%3: c.popitem()
print(len(d),len(e),len(c))
