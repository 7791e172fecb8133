# lzma: formats, filters, pieces, limits and errors; and in zip and tar files.
import io
import lzma
import tarfile
import zipfile

data = bytes(range(256)) * 40 + b"the end" * 100
for format in (lzma.FORMAT_XZ, lzma.FORMAT_ALONE):
    packed = lzma.compress(data, format=format)
    print(len(packed) < len(data), lzma.decompress(packed) == data)
filters = [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 7, "dict_size": 65536}]
raw = lzma.compress(data, format=lzma.FORMAT_RAW, filters=filters)
print(lzma.decompress(raw, format=lzma.FORMAT_RAW, filters=filters) == data)
print(lzma._encode_filter_properties(filters[1]), lzma._decode_filter_properties(lzma.FILTER_LZMA2, b"\x10"))

packer = lzma.LZMACompressor(check=lzma.CHECK_SHA256)
packed = b"".join(packer.compress(data[i:i + 999]) for i in range(0, len(data), 999)) + packer.flush()
unpacker = lzma.LZMADecompressor()
pieces = []
given = packed + b"more"
while not unpacker.eof:
    pieces.append(unpacker.decompress(given[:50] if unpacker.needs_input else b"", max_length=100))
    if len(given) > 50 and unpacker.needs_input:
        given = given[50:]
    elif unpacker.needs_input:
        given = b""
print(b"".join(pieces) == data, max(map(len, pieces)), unpacker.check == lzma.CHECK_SHA256)
for action in (
        lambda: lzma.decompress(b"no such format"), lambda: lzma.decompress(packed[:-5]),
        lambda: lzma.decompress(packed, memlimit=1000), lambda: packer.flush(),
        lambda: unpacker.decompress(b""), lambda: lzma.compress(b"", preset=77),
        lambda: lzma.compress(b"", filters=[{"id": 5000}]), lambda: lzma.compress(b"", format=9),
        lambda: lzma.compress(b"", format=lzma.FORMAT_RAW), lambda: lzma.compress("text")):
    try:
        print(action())
    except (lzma.LZMAError, ValueError, TypeError, EOFError) as error:
        print(type(error).__name__, error)
with lzma.open(io.BytesIO(packed), "rb") as file:
    print(file.read(4), file.seek(300), file.read(3))
stream = io.BytesIO()
with lzma.open(stream, "wt", encoding="utf-8") as file:
    file.write("zwölf\nBoxkämpfer\n")
print(lzma.open(io.BytesIO(stream.getvalue()), "rt", encoding="utf-8").readlines())
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_LZMA) as file:
    file.writestr("a.txt", data)
print(zipfile.ZipFile(archive).read("a.txt") == data)
archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w:xz") as file:
    info = tarfile.TarInfo("b.txt")
    info.size = len(data)
    file.addfile(info, io.BytesIO(data))
archive.seek(0)
print(tarfile.open(fileobj=archive).extractfile("b.txt").read() == data)
