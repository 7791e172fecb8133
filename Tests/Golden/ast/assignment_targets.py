(a), b.c, *d[0] = e = f
(x): int = 1
y: str
z.w **= yield
del (p, q[r])
