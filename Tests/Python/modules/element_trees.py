# Elements, builders and parsers of xml.etree.ElementTree: trees, events, errors, copies.

import copy
import io
import pickle
import re
import warnings
import xml.etree.ElementTree as ET

warnings.simplefilter("ignore")


def attempt(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
        print("=", re.sub("0x[0-9a-f]+", "0x", repr(result)))
    except BaseException as error:
        print(type(error).__name__, error)


def arguments():
    attempt(ET.Element)
    attempt(ET.Element, 1, 2)
    attempt(ET.Element, 1, {}, 3)
    attempt(ET.Element, "x", attrib=3)
    print(ET.Element("x", attrib={"a": 1}, b=2).attrib, ET.Element("x", {"a": 1}, b=3).attrib)
    attempt(ET.SubElement, 1, 2)
    attempt(ET.SubElement, ET.Element("a"), "b", 3)
    element = ET.Element("a")
    for function, *args in [
        (element.append, 3), (element.extend, 3), (element.extend, [3]), (element.insert, 0, 3),
        (element.insert, "x", element), (element.remove, 3), (element.remove, ET.Element("z")),
        (setattr, element, "attrib", 3), (delattr, element, "tag"), (delattr, element, "text"),
        (setattr, element, "other", 3), (element.makeelement, "a", 3), (element.__setstate__, 3),
        (element.__setstate__, {}), (element.__setstate__, {"tag": 1, "_children": 3}),
    ]:
        attempt(function, *args)


def children():
    element = ET.Element("root")
    for tag in "abcdef":
        ET.SubElement(element, tag)
    print(len(element), element[0].tag, element[-1].tag, [e.tag for e in element[1:5:2]])
    for key in 9, "x", -7:
        attempt(element.__getitem__, key)
        attempt(element.__setitem__, key, element)
        attempt(element.__delitem__, key)
    attempt(element.__setitem__, 0, 5)
    attempt(element.__setitem__, slice(0, 1), 5)
    attempt(element.__setitem__, slice(0, 1), [5])
    attempt(element.__setitem__, slice(0, 4, 2), [ET.Element("q")])
    element[1:3] = [ET.Element("new")]
    del element[-1]
    del element[::2]
    element.insert(-1, ET.Element("before"))
    element.insert(99, ET.Element("after"))
    element.extend(ET.Element(tag) for tag in "xy")
    element.remove(element[0])
    print([e.tag for e in element], bool(element), bool(ET.Element("e")))
    iterator = iter(element)
    next(iterator)
    element.append(ET.Element("late"))
    print([e.tag for e in iterator])


DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY known "declared">]>
<list xmlns="urn:one" xmlns:t="urn:two"><!-- note -->
  <item id="1" t:kind="a">first <b>bold</b> tail &known;</item>
  <t:item id="2"><![CDATA[<raw>]]>é€😀</t:item><?target data?>
  <empty/>
</list>
"""


def searching():
    root = ET.fromstring(DOCUMENT)
    print(ET.tostring(root, encoding="unicode"))
    for element in root.iter():
        print(repr(element.tag), element.attrib, repr(element.text), repr(element.tail))
    print([e.get("id") for e in root.iter("{urn:two}item")], len(list(root.iter("*"))))
    print("".join(root.itertext()))
    names = {"o": "urn:one", "t": "urn:two"}
    print(root.find("o:item", names).text, root.findtext("o:item/o:b", namespaces=names))
    print(root.findtext("nothing"), root.findtext("nothing", "default"), root.find("nothing"))
    print([e.tag for e in root.findall("{*}item")], [e.tag for e in root.findall("*")])
    print([e.tag for e in root.findall(".//*[@id='1']")], list(root.iterfind("x")))
    print(root.findtext("{urn:one}empty"), root.findall("{urn:two}item")[0].keys())
    item = root[0]
    print(item.items(), item.get("none"), item.get("none", 5))
    item.set("id", "7")
    item.clear()
    print(item.attrib, item.text, len(item))


def copies():
    root = ET.fromstring("<a x='1'>t<b y='2'>u<c/></b>v</a>")
    shallow, deep, loaded = copy.copy(root), copy.deepcopy(root), pickle.loads(pickle.dumps(root))
    root[0].set("y", "changed")
    root.attrib["x"] = "changed"
    for tree in shallow, deep, loaded:
        print(ET.tostring(tree))
    print(loaded.__getstate__().keys())


class Target:
    def __init__(self):
        self.log = []

    def start(self, tag, attributes):
        self.log.append(("start", tag, attributes))

    def end(self, tag):
        self.log.append(("end", tag))

    def data(self, data):
        self.log.append(("data", data))

    def comment(self, text):
        self.log.append(("comment", text))

    def pi(self, target, data):
        self.log.append(("pi", target, data))

    def start_ns(self, prefix, uri):
        self.log.append(("start_ns", prefix, uri))

    def end_ns(self, prefix):
        self.log.append(("end_ns", prefix))

    def doctype(self, name, public, system):
        self.log.append(("doctype", name, public, system))

    def close(self):
        return self.log


def parsing():
    parser = ET.XMLParser(target=Target())
    for line in DOCUMENT.splitlines(True):
        parser.feed(line)
    for event in parser.close():
        print(event)
    builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
    print(ET.tostring(ET.fromstring("<a>1<!--c-->2<?p d?>3</a>", ET.XMLParser(target=builder))))
    for text in "", "<a>", "<a></b>", "<a/><b/>", "<a>&nope;</a>", "<!DOCTYPE a SYSTEM 'x'><a>&nope;</a>":
        try:
            ET.fromstring(text)
        except ET.ParseError as error:
            print(error, error.code, error.position)
    parser = ET.XMLParser()
    parser.entity["nope"] = "given"
    parser.feed("<!DOCTYPE a SYSTEM 'x'><a>before &nope; after</a>")
    print(parser.close().text)
    latin = "<?xml version='1.0' encoding='iso-8859-15'?><a>\N{EURO SIGN}</a>".encode("iso-8859-15")
    print(ET.fromstring(latin).text, ET.fromstring("<a>é</a>".encode("latin1"), ET.XMLParser(encoding="latin1")).text)

    class Fails:
        def start(self, tag, attributes):
            raise LookupError(tag)

    attempt(ET.XMLParser(target=Fails()).feed, "<a><b/></a>")
    attempt(ET.XMLParser(target=3).feed, "<a/>")
    attempt(ET.XMLParser, 3)
    attempt(ET.XMLParser().feed, 3)
    attempt(ET.XMLParser.__new__(ET.XMLParser).feed, "<a/>")
    print(ET.parse(io.StringIO("<a>text</a>")).getroot().text)


def events():
    pull = ET.XMLPullParser(["start", "end", "start-ns", "end-ns", "comment", "pi"])
    for part in "<a xmlns:p='u'><p:b>", "x</p:b><!--c-->", "<?i d?></a>":
        pull.feed(part)
        for name, value in pull.read_events():
            print(name, value if not ET.iselement(value) else (value.tag if isinstance(value.tag, str) else value.text))
    print([e.tag for _, e in ET.iterparse(io.BytesIO(b"<a><b/><c/></a>"))])
    attempt(ET.XMLPullParser, ["other"])
    attempt(ET.XMLPullParser, [3])


def building():
    builder = ET.TreeBuilder()
    attempt(builder.close)
    attempt(builder.end, "x")
    builder.data("dropped")
    builder.start("a", {})
    builder.data("one ")
    builder.data("two")
    builder.start("b", {"k": "v"})
    builder.end("b")
    builder.data("tail")
    builder.end("a")
    print(ET.tostring(builder.close()))
    attempt(builder.start, "c", {})
    attempt(builder.start, "c", 3)

    class Own(ET.Element):
        pass

    own = ET.TreeBuilder(element_factory=Own)
    own.start("r", {})
    own.data("text")
    own.start("s", {})
    own.end("s")
    own.data("after")
    own.end("r")
    root = own.close()
    root.note = "has a dict"
    print(type(root).__name__, root.text, root[0].tail, ET.tostring(root), root.note)



def removing():
    element = ET.Element("root")

    class Sly(ET.Element):
        def __eq__(self, other):
            element.clear()
            return True

    element.append(Sly("s"))
    attempt(element.remove, ET.Element("other"))
    print(len(element))


for function in arguments, children, searching, copies, parsing, events, building, removing:
    print("--", function.__name__)
    function()
