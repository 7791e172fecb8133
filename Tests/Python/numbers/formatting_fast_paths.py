import random, math
random.seed(5)
vals=[0.0,-0.0,0.5,1.5,2.5,0.125,0.375,1e15,9007199254740991.0,4503599627370497.5,1e-5,123456.789,0.05,0.005,1.005,2.675,999999.9999995,1e-17,5e-20,-0.004,1e22]
vals+=[random.uniform(-1e6,1e6) for _ in range(40)]+[random.uniform(0,1)*10**random.randint(-16,15) for _ in range(40)]+[random.randint(0,2**53)/2**random.randint(0,60) for _ in range(40)]
h=0
out=[]
for v in vals:
    for p in (0,1,2,3,6,10,15,17,18):
        out.append("%.*f"%(p,v)); out.append(format(v,".%df"%p)); out.append("%010.*f|%+.*f"%(p,v,p,v))
for s in out: print(s)
for i in range(40):
    n=random.randint(-2**random.randint(1,200),2**random.randint(1,200)); print(n, hex(n), bin(n), oct(n), "%d %5d %-5d| %05d %+d"%(n,n,n,n,n), repr([n]))
for n in (10**19,10**19-1,10**20,10**38,10**38-1,2**64,2**64-1,-2**64,2**127,2**128-1,10**19*5,10**37): print(n,-n)
for i in range(40):
    t=str(random.randint(0,10**random.randint(1,16)))+random.choice([".","",".5","."+str(random.randint(0,10**random.randint(1,12)))]); print(t, float(t), float("-"+t), float(" "+t+" "))
for t in (".","-","+1","1_0.5","1e5",".5","5.","--1","1..2",""):
    try: print(float(t))
    except ValueError as e: print(e)
import re
for w in ("ab","aXb","é","日本","a"*50):
    for a in ("a","b","é","aa","X","本",""):
        for b in ("","z","zz","é","日"):
            print(ascii((w*3).replace(a,b)), (w*3).replace(a,b,2)==(w*3).replace(a,b,2), (w*3).count(a), (w*3).find(a,1), (w*3).rfind(a), a in w, (w*3).split(a) if a else 0)
text="aaaaabaaaab"*20
print(text.find("aaaab"), text.find("b"*3), text.count("aab"), ("ab"*500+"abc").find("abc"))
d={1:'a',True:'b',2.0:'c',3:'d'}; print(d[1],d[2],d.get(3),d.get(4),d.get(2.0),d.get(True), 10 in d)
for i in range(300): d[i*7]=i
print(sum(d[i*7] for i in range(4,300)), len(d))
class A: pass
a=A(); a.x=1; a.y=2; del a.x; a.z=3; print(a.__dict__, vars(a)); a.w=4; print(a.__dict__)
s=set(range(20)); t=frozenset(range(5,30)); print(s<=t,s<t,s>=t,s==t,s!=t,s&t,s|t,s-t,s^t,s.isdisjoint(t),s.isdisjoint({99}),t-s,t&s,sorted(t^s),s.copy()==s)
s.discard(3); s.add(100); s|=t; s-={7,8}; print(s, len(s))
x={"a":1}; y=dict(x); y["b"]=2; z=x.copy(); del z["a"]; z["q"]=1; print(x,y,z,dict(y,c=3),{**x,**y}); e={}; e.update(y); e["n"]=5; print(e,y, list(y.items()), list(y.values()), [*y], [*range(5)], list(range(10,0,-3)))
print(sum([1,2.5,3]),sum([0.1]*10),sum([True,2]),sum([2**62,2**62]),sum([[1],[2]],[]),sum([1.5,1j]),sum([1e308,1e308,-1e308]),sum([],5),min(3,1,2),max([1,5,2],key=lambda v:-v),min([],default=7),max("ab","b"),any([]),all([]))
