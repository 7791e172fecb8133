# East Asian encodings: what they map, error handlers, shifts, incremental codecs, streams.

import codecs
import hashlib
import io

NAMES = """gb2312 gbk gb18030 hz big5hkscs shift_jis cp932 euc_jp shift_jis_2004 euc_jis_2004
shift_jisx0213 euc_jisx0213 euc_kr cp949 johab big5 cp950 iso2022_kr iso2022_jp iso2022_jp_1
iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext""".split()

TEXT = "ASCII ~\\ 日本語 ｶﾅ テキスト 中文 漢字 한글 똠 ｡ \u304b\u309a \u00ca\u0304 € é \U00020089 \u9b1d"


def attempt(function, *args):
    try:
        print("=", ascii(function(*args)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)), getattr(error, "__notes__", None))


def tables():
    """The whole of what each encoding has, in a hash."""
    for name in NAMES:
        digest = hashlib.sha256()
        for c in list(range(0x20, 0xD800, 7)) + list(range(0xE000, 0x30000, 61)):
            digest.update(chr(c).encode(name, "ignore") + b".")
        for lead in range(0x80, 0x100, 3):
            data = b"".join(bytes([lead, trail]) + b"\n" for trail in range(0x21, 0xFF))
            digest.update(data.decode(name, "replace").encode("utf-8", "surrogatepass"))
        print(name, digest.hexdigest()[:16])


def texts():
    for name in NAMES:
        for errors in "ignore", "replace", "backslashreplace", "xmlcharrefreplace":
            encoded = TEXT.encode(name, errors)
            print(name, errors, encoded, ascii(encoded.decode(name)))


def failures():
    for name in "gbk", "gb18030", "shift_jis", "euc_jp", "euc_kr", "iso2022_jp", "hz":
        for data in b"a\xff", b"a\x81", b"ab\x81\x20c", b"\x1b$B!", b"\x1b$Z", b"~{!", b"~x", b"\xa4\xd4\xa4", b"\x81\x30\x81":
            attempt(data.decode, name)
            print(ascii(data.decode(name, "replace")))
        attempt("a\ud800".encode, name)
    codecs.register_error("test.place", lambda error: ("<%d>" % error.start, error.end))
    codecs.register_error("test.bytes", lambda error: (b"\x80", error.end))
    codecs.register_error("test.wrong", lambda error: "no")
    codecs.register_error("test.far", lambda error: ("x", 10 ** 30))
    for errors in "test.place", "test.bytes", "test.wrong", "test.far", "test.unknown":
        attempt("a\u0e01b".encode, "shift_jis", errors)
        attempt(b"a\xffb".decode, "euc_jp", errors)


def incremental():
    for name in "shift_jis", "iso2022_jp", "hz", "gb18030", "euc_jis_2004", "iso2022_kr":
        text = "a日本b中文\nが\u304b\u309a c"
        encoder = codecs.getincrementalencoder(name)("ignore")
        parts = []
        for c in text:
            parts.append(encoder.encode(c))
            state = encoder.getstate()
            encoder.setstate(state)
            print(state, end=" ")
        parts.append(encoder.encode("", True))
        print(name, parts)
        decoder = codecs.getincrementaldecoder(name)()
        result = []
        for byte in b"".join(parts):
            result.append(decoder.decode(bytes([byte])))
            decoder.setstate(decoder.getstate())
        print(ascii("".join(result)), decoder.getstate())
        decoder.reset()
        attempt(decoder.decode, b"\x81", True)
        attempt(setattr, encoder, "errors", 3)
        attempt(encoder.setstate, "x")
        attempt(decoder.setstate, (b"123456789", 0))


def streams():
    for name in "euc_kr", "iso2022_jp_2", "big5":
        raw = io.BytesIO()
        writer = codecs.getwriter(name)(raw, "replace")
        writer.write("first 日本\n")
        writer.writelines(["second 中\n", "third"])
        writer.reset()
        print(name, raw.getvalue())
        for size in None, 1, 3, 100:
            raw.seek(0)
            reader = codecs.getreader(name)(raw)
            parts = []
            while part := reader.read(size):
                parts.append(part)
            print(ascii("".join(parts)))
        raw.seek(0)
        print(ascii(codecs.getreader(name)(raw).readlines()))


for function in tables, texts, failures, incremental, streams:
    print("--", function.__name__)
    function()
import _codecs_jp
attempt(_codecs_jp.getcodec, "gbk")
attempt(_codecs_jp.getcodec, 3)
