import json
for ind in (None,0,1,"\t"):
  for o in ([],{},[1,[2,{}],{"a":[],"b":{"c":1.5}}],{"x":[1,2,{"y":None}]},(1,(2,)),{1:2,2.5:3,None:4,True:5}):
    print(json.dumps(o,indent=ind), json.dumps(o,indent=ind,sort_keys=not isinstance(o,dict)))
print(json.dumps({(1,2):3},skipkeys=True,indent=2))
x=[]
for i in range(100): x=[x,{"a":x}] if i%7==0 else [x]
print(len(json.dumps(x)))
def deep(n,leaf):
    for i in range(n): leaf=[leaf]
    return leaf
for n in (0,1,5,22,23,24,25,26,40):
    l=[]; y=deep(n,l); l.append(y)
    try: json.dumps(y); print("no")
    except ValueError as e: print(n,e)
    z=deep(n,{"q":1}); print(len(json.dumps([z,z,deep(30,z),z])))
class D(dict): pass
class L(list): pass
class S(str): pass
class I(int): pass
print(json.dumps([D(a=1),L([1]),S("é"),I(5),True,{S("k"):I(3)}]))
for s in ("plain text longer than eight","with \"quote\" and \\ slash \x7f \x80 é\t\n","日本語 text","😀"*3+"a", "\x00\x1f", "aaaaaaa\"", "aaaaaaaa\x1f", "x"*300+"é"):
    print(json.dumps(s), json.dumps(s,ensure_ascii=False), json.loads(json.dumps(s))==s, json.loads(json.dumps(s,ensure_ascii=False))==s, json.loads(json.dumps([s,{s:s}]))==[s,{s:s}])
print(json.dumps(["é","日",1,"x"],ensure_ascii=False))
for n in (0,-1,1.5,-0.0,1e300,123456789012345678,-123456789012345678,12345678901234567890,0.1,1e22,5e-324,123456.789,-99999.125):
    t=json.dumps(n); print(t, json.loads(t)==n, json.loads(" [%s] "%t))
print(json.loads("[1.0,-0.0,12345.67890,1234567890.12345,0.000001,-1.5e3,1E2,1e-2]"))
a=json.loads('[{"k":1,"longer key":2},{"k":3,"longer key":4}]'); print([k1 is k2 for k1,k2 in zip(a[0],a[1])])
print(json.loads('{"é":1,"日":[{"é":2,"日":3}]}'))
