# expat and what stands on it: handlers, buffering, entities, namespaces, errors; trees; property lists.
import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
from xml.parsers import expat

DOCUMENT = b"""<?xml version='1.0' encoding='utf-8' standalone='yes'?>
<!DOCTYPE list [
  <!ELEMENT list (item+, (note | remark)?)>
  <!ATTLIST item kind CDATA "plain" id ID #REQUIRED>
  <!ENTITY who "W&#246;rld">
  <!NOTATION gif SYSTEM "viewer">
  <!ENTITY picture SYSTEM "p.gif" NDATA gif>
]>
<!-- a remark -->
<list><item id="a">Hello &who;</item><?go now?><item id="b" kind="x"><![CDATA[<raw>]]></item></list>
"""
NAMES = [n for n in dir(expat.ParserCreate()) if n.endswith(("Handler", "HandlerExpand"))]


def events(data, chunk, **settings):
    parser = expat.ParserCreate()
    for name, value in settings.items():
        setattr(parser, name, value)
    seen = []
    for name in NAMES:
        if name.startswith(("Default", "External", "NotStandalone", "Skipped")):
            continue
        setattr(parser, name, lambda *args, name=name: seen.append((name, args)))
    for start in range(0, len(data), chunk):
        parser.Parse(data[start:start + chunk], start + chunk >= len(data))
    return seen


for event in events(DOCUMENT, 1 << 20, buffer_text=True, ordered_attributes=True):
    print(event)
joined = [e for e in events(DOCUMENT, 7, buffer_text=True) if e[0] == "CharacterDataHandler"]
print("".join(args[0] for name, args in joined))
print(events(DOCUMENT, 50, specified_attributes=True)[-4])

parser = expat.ParserCreate(namespace_separator="!")
parser.StartElementHandler = lambda name, attributes: print(name, attributes)
parser.StartNamespaceDeclHandler = lambda prefix, uri: print("namespace", prefix, uri)
parser.namespace_prefixes = True
parser.Parse("<p:a xmlns:p='urn:x' p:b='1' c='2'/>", True)


def failing(name, attributes):
    if name == "b":
        raise KeyError(name)
    print("start", name)


parser = expat.ParserCreate()
parser.StartElementHandler = failing
try:
    parser.Parse("<a><b/><c/></a>", True)
except KeyError as error:
    print("raised", error)

for text in ("<a><b></a>", "<a", "<a>&nope;</a>", "", "<a/><b/>", "<a b=1/>"):
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        print(text, error, error.code, error.lineno, error.offset)


def resolve(context, base, system, public):
    print("entity", context, base, system, public)
    child = outer.ExternalEntityParserCreate(context)
    child.StartElementHandler = lambda name, attributes: print("inner", name)
    child.Parse("<in/>text", True)
    return 1


outer = expat.ParserCreate()
outer.SetBase("http://base/")
outer.ExternalEntityRefHandler = resolve
outer.Parse("<!DOCTYPE a [<!ENTITY e SYSTEM 'e.xml'>]><a>&e;</a>", True)

latin = "<?xml version='1.0' encoding='iso-8859-15'?><a>\u20ac</a>".encode("iso-8859-15")
print(ET.fromstring(latin).text)
root = ET.fromstring("<r><p n='1'>x<q/>y</p><p n='2'/></r>")
print([(p.get("n"), p.text, [q.tail for q in p]) for p in root.iterfind("p")])
ET.indent(root)
print(ET.tostring(root, encoding="unicode"))
print([(event, e.tag) for event, e in ET.iterparse(io.BytesIO(b"<a><b/></a>"), ("start", "end"))])
for encoding in ("utf-16", "utf-8-sig", "us-ascii"):
    out = io.BytesIO()
    ET.ElementTree(root).write(out, encoding=encoding)
    print(encoding, out.getvalue()[:12])
document = xml.dom.minidom.parseString("<a k='v'>x<b>y</b></a>")
print(document.documentElement.toprettyxml(indent="  "))


class Counter(xml.sax.ContentHandler):
    def __init__(self):
        super().__init__()
        self.depth = self.most = 0

    def startElement(self, name, attributes):
        self.depth += 1
        self.most = max(self.most, self.depth)

    def endElement(self, name):
        self.depth -= 1


counter = Counter()
xml.sax.parseString("<a>" * 50 + "</a>" * 50, counter)
print(counter.most, counter.depth)
value = {"text": "ä", "numbers": [1, 2.5, True], "data": b"\0\1", "inner": {"k": "v"}}
print(plistlib.loads(plistlib.dumps(value)) == value)
