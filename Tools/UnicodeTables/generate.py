import unicodedata, sys
N=0x110000
def ranges(pred):
    out=[];start=None
    for c in range(N):
        ok=pred(c)
        if ok and start is None: start=c
        if not ok and start is not None: out.append((start,c-1)); start=None
    if start is not None: out.append((start,N-1))
    return out
st=ranges(lambda c: chr(c).isidentifier())
pt=ranges(lambda c: ('a'+chr(c)).isidentifier())
npr=ranges(lambda c: not chr(c).isprintable())
# decompositions of name parts (full NFKD), hangul excluded
dec={}
for c in range(128,N):
    if 0xAC00<=c<=0xD7A3: continue
    if not ('a'+chr(c)).isidentifier(): continue
    d=unicodedata.normalize('NFKD',chr(c))
    if d!=chr(c): dec[c]=[ord(x) for x in d]
ccc=[]
for c in range(N):
    k=unicodedata.combining(chr(c))
    if k:
        if ccc and ccc[-1][1]==c-1 and ccc[-1][2]==k: ccc[-1][1]=c
        else: ccc.append([c,c,k])
comp=[]
for c in range(128,N):
    if 0xAC00<=c<=0xD7A3: continue
    d=unicodedata.decomposition(chr(c))
    if not d or d.startswith('<'): continue
    p=[int(x,16) for x in d.split()]
    if len(p)!=2: continue
    if unicodedata.normalize('NFC',chr(p[0])+chr(p[1]))==chr(c): comp.append((p[0],p[1],c))
comp.sort()
print(len(st),len(pt),len(npr),len(dec),sum(map(len,dec.values())),len(ccc),len(comp),file=sys.stderr)
def arr(f,name,vals,doc,ty='UInt32'):
    f.write('  /// %s\n  static let %s: [%s] = [\n'%(doc,name,ty))
    line='   '
    for v in vals:
        s=' %s,'%(hex(v) if v>9 else v)
        if len(line)+len(s)>100: f.write(line+'\n'); line='   '
        line+=s
    f.write(line+'\n  ]\n\n')
with open(sys.argv[1],'w') as f:
    f.write('// Generated from the Unicode %s data of the reference; do not edit.\n\n/// Tables for names beyond ASCII.\nenum UnicodeTables {\n'%unicodedata.unidata_version)
    fl=lambda r:[x for t in r for x in t]
    arr(f,'nameStarts',fl(st),'First and last scalar of each range that may start a name.')
    arr(f,'nameParts',fl(pt),'The same for the characters after the first.')
    arr(f,'notPrintable',fl(npr),'The same for characters that `str.isprintable` rejects.')
    keys=sorted(dec)
    arr(f,'decomposed',keys,'Characters of names with a compatibility decomposition (Hangul apart).')
    offs=[];flat=[]
    for k in keys: offs.append(len(flat)); flat+=dec[k]
    offs.append(len(flat))
    arr(f,'decompositionOffsets',offs,'Where the full decomposition of each starts; one more for the end.','UInt16')
    arr(f,'decompositions',flat,'The decompositions, one after the other.')
    arr(f,'combiningClasses',fl(ccc),'First and last scalar of a range and its combining class.')
    arr(f,'compositions',fl(comp),'First and second scalar, and what they compose to, sorted.')
    f.write('}\n')
