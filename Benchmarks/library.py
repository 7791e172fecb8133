"""What programs do with the standard library, a task each: where Taipan is slower than CPython.

`Benchmarks/run --suite library` compares the tasks. Each is a function without arguments that returns what
it computed, and takes the reference about a millisecond.
"""

import io


class Record:
    def __init__(self, number):
        self.number = number
        self.parts = [number]


DATA = {
    "numbers": list(range(1000)),
    "tuples": {str(i): (i, i * 1.5, "x" * 10) for i in range(1000)},
    "records": [{"k": i, "v": [i, i + 1]} for i in range(500)],
}


def abstract_classes():
    import collections.abc
    return sum(isinstance([], collections.abc.Sequence) + isinstance({}, collections.abc.Set) for _ in range(5000))


def argument_parsing():
    import argparse
    parser = argparse.ArgumentParser(prog="p")
    for i in range(30):
        parser.add_argument(f"--o{i}", type=int, default=1, help="an option")
    return parser.parse_args(["--o1", "5", "--o2", "6"]).o1, len(parser.format_help())


def arrays():
    import array
    numbers = array.array("d", range(20000))
    return sum(numbers), len(numbers.tobytes()), sum([x * 2 for x in numbers])


def asyncio_queue():
    import asyncio

    async def main():
        queue = asyncio.Queue(10)

        async def produce():
            for i in range(1000):
                await queue.put(i)

        async def consume():
            return sum([await queue.get() for _ in range(1000)])

        return (await asyncio.gather(produce(), consume()))[1]

    return asyncio.run(main())


def asyncio_tasks():
    import asyncio

    async def work(i):
        await asyncio.sleep(0)
        return i

    async def main():
        return sum(await asyncio.gather(*[work(i) for i in range(500)]))

    return asyncio.run(main())


def base64_text():
    import base64
    return sum(len(base64.b64decode(base64.b64encode(b"abc" * 500))) for _ in range(200))


def big_integers():
    x = 3**5000
    return len(str(x)), x * x % 1009, pow(7, 12345, 10**50), int("9" * 2000) % 97


def byte_arrays():
    data = bytearray()
    for i in range(20000):
        data.append(i & 255)
    return bytes(data).find(b"\xff\x00"), len(data.hex()), data.translate(bytes(range(256)))[-1]


def config_files():
    import configparser
    config = configparser.ConfigParser()
    config.read_string("\n".join(f"[s{i}]\na=1\nb=%(a)s2" for i in range(100)))
    return sum(int(config.get(section, "b")) for section in config.sections())


def context_managers():
    import contextlib

    @contextlib.contextmanager
    def managed():
        yield 1

    total = 0
    for _ in range(3000):
        with managed() as one:
            total += one
    return total


def counters_and_deques():
    from collections import Counter, defaultdict, deque
    lists = defaultdict(list)
    last = deque(maxlen=100)
    for i in range(10000):
        lists[i % 100].append(i)
        last.append(i)
    return Counter("abracadabra" * 1000).most_common(3), len(lists[7]), sum(last)


def csv_dictionaries():
    import csv
    return sum(int(row["a"]) for row in csv.DictReader(io.StringIO("a,b,c\n" + "1,2,3\n" * 3000)))


def csv_rows():
    import csv
    file = io.StringIO()
    writer = csv.writer(file)
    for i in range(3000):
        writer.writerow([i, "abc", i * 1.5, "x,y"])
    file.seek(0)
    return sum(len(row) for row in csv.reader(file))


def data_classes():
    import dataclasses

    @dataclasses.dataclass(order=True)
    class Point:
        x: int
        y: str = "y"

    points = [Point(i) for i in range(1000)]
    return len(sorted(points)), len([dataclasses.asdict(p) for p in points[:200]]), repr(points[1])


def dates():
    import datetime
    start = datetime.datetime(2020, 1, 1)
    size = 0
    for i in range(1000):
        day = start + datetime.timedelta(days=i)
        size += len(day.isoformat()) + len(day.strftime("%Y-%m-%d"))
        size += datetime.datetime.fromisoformat("2020-01-02T03:04:05").hour
    return size


def decimals():
    from decimal import Decimal
    total = Decimal(0)
    for i in range(5000):
        total += Decimal(i) / Decimal(7)
    return total


def deep_copies():
    import copy
    return len(copy.deepcopy(DATA)["tuples"])


def differences():
    import difflib
    old = [f"line {i}" for i in range(100)]
    new = [f"line {i * 7 % 100}" for i in range(100)]
    return len(list(difflib.unified_diff(old, new)))


def dictionaries():
    counts = {}
    for i in range(20000):
        counts[i % 1000] = counts.get(i % 1000, 0) + i
    return sum({k: v for k, v in counts.items() if v % 2}.values()), len(counts | counts)


def enumerations():
    import enum

    class Colour(enum.Enum):
        RED = 1
        GREEN = 2

    class Permission(enum.Flag):
        READ = 1
        WRITE = 2

    return [(Colour(1 + i % 2).name, Colour["RED"], Permission.READ | Permission.WRITE) for i in range(1000)][-1]


def exceptions():
    found = 0
    for i in range(5000):
        try:
            raise ValueError(i)
        except ValueError as e:
            found += e.args[0]
    return found


def files():
    import os
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "f")
        with open(path, "w") as file:
            for i in range(10000):
                file.write(f"line {i}\n")
        with open(path) as file:
            return sum(len(line) for line in file)


def folders():
    import os
    return sum(len(files) for _, _, files in os.walk(os.path.dirname(os.__file__) + "/json")) > 0


def formatting():
    return sum(len("%s %d %5.2f" % ("a", i, i * 0.5)) + len(f"{i:>10} {i * 0.5:.3f} {i!r}") for i in range(5000))


def fractions_sum():
    from fractions import Fraction
    return sum(Fraction(1, i) for i in range(1, 200))


def hashes():
    import hashlib
    return [(hashlib.sha256(b"x" * i).hexdigest(), hashlib.md5(b"y" * i).digest()) for i in range(500)][-1]


def heaps():
    import heapq
    heap = []
    for i in range(5000):
        heapq.heappush(heap, i * 7919 % 10007)
    return [heapq.heappop(heap) for _ in range(5000)][-1]


def html_parsing():
    from html.parser import HTMLParser
    parser = HTMLParser()
    parser.feed('<p class="a">x &amp; y<br></p>' * 300)
    return parser.getpos()


def iterators():
    import itertools
    groups = [len(list(g)) for _, g in itertools.groupby(sorted(i % 50 for i in range(5000)))]
    return sum(1 for _ in itertools.permutations(range(7))), len(groups), list(itertools.accumulate(range(5000)))[-1]


def json_text():
    import json
    return len(json.loads(json.dumps(DATA))["tuples"])


def logging_lines():
    import logging
    logger = logging.getLogger("library benchmark")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    file = io.StringIO()
    logger.handlers = [logging.StreamHandler(file)]
    for i in range(300):
        logger.info("hello %s %d", "a", i)
    return len(file.getvalue())


def marshal_round_trip():
    import marshal
    return len(marshal.loads(marshal.dumps(DATA))["tuples"])


def memoising():
    import functools

    @functools.lru_cache(None)
    def fibonacci(n):
        return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

    return sum(fibonacci.cache_clear() or fibonacci(100) for _ in range(20))


def named_tuples():
    from collections import namedtuple
    point = namedtuple("point", "x y z")
    return sum(point(i, 2, 3).x + point(i, 2, 3)._replace(x=1).x for i in range(2000))


def paths():
    import pathlib
    size = 0
    for i in range(500):
        path = pathlib.Path("/usr/lib") / "a" / f"b{i}.txt"
        size += len(path.suffix) + len(str(path.parent)) + len(str(path.with_suffix(".py")))
    return size


def pickle_objects():
    import pickle
    return sum(r.number for r in pickle.loads(pickle.dumps([Record(i) for i in range(1000)])))


def pickle_values():
    import pickle
    return len(pickle.loads(pickle.dumps(DATA))["tuples"])


def pretty_printing():
    import pprint
    return len(pprint.pformat(DATA["records"][:100]))


def processes():
    import subprocess
    return [subprocess.run(["/bin/true"]).returncode for _ in range(3)]


def random_numbers():
    import random
    source = random.Random(1)
    numbers = [source.randint(1, 100) for _ in range(3000)]
    source.shuffle(numbers)
    return numbers[:5], source.gauss(0, 1), source.sample(range(10000), 100)[-1], source.choice(numbers)


def regular_expressions():
    import re
    text = "foo bar 123 baz-45 x@y.com " * 500
    return len(re.findall(r"\w+@\w+\.com", text)), len(re.sub(r"\d+", lambda m: m[0] * 2, text)), len(re.split(r"\s+", text))


def set_algebra():
    even, third = set(range(0, 20000, 2)), set(range(0, 20000, 3))
    return len(even & third), len(even | third), len(even - third), len(even ^ third)


def sorting():
    numbers = [i * 7919 % 10007 for i in range(10000)]
    return sorted(numbers)[5], sorted(numbers, key=lambda x: -x)[5], sorted(map(str, numbers))[5]


def splitting_shell_words():
    import shlex
    return [shlex.split('a "b c" d\\ e --f=g') for _ in range(50)][-1]


def sqlite_rows():
    import sqlite3
    base = sqlite3.connect(":memory:")
    base.execute("create table t(a, b)")
    base.executemany("insert into t values(?, ?)", ((i, str(i)) for i in range(3000)))
    total = sum(row[0] for row in base.execute("select * from t"))
    base.close()
    return total


def statistics_of_floats():
    import statistics
    numbers = [float(i % 97) for i in range(1000)]
    return statistics.mean(numbers), statistics.stdev(numbers), statistics.median(numbers)


def strings():
    return sum(len(" ".join(["a", "b", str(i)]).upper().replace("A", "x").split()) for i in range(3000))


def structures():
    import struct
    return [struct.unpack("<IHd", struct.pack("<IHd", i, 7, 1.5)) for i in range(3000)][-1]


def syntax_trees():
    import ast
    import textwrap
    with open(textwrap.__file__) as file:
        tree = ast.parse(file.read())
    return len(ast.dump(tree)), len(ast.unparse(tree))


def tar_archives():
    import tarfile
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for i in range(20):
            member = tarfile.TarInfo(f"f{i}")
            member.size = 1000
            archive.addfile(member, io.BytesIO(b"x" * 1000))
    file.seek(0)
    return tarfile.open(fileobj=file).getnames()[-1]


def text_wrapping():
    import textwrap
    return len(textwrap.fill("lorem ipsum dolor sit amet " * 100, 70))


def thread_pools():
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(len, ["abc"] * 300))


def tokens():
    import textwrap
    import tokenize
    with open(textwrap.__file__, "rb") as file:
        return sum(1 for _ in tokenize.tokenize(file.readline))


def toml_text():
    import tomllib
    return len(tomllib.loads("\n".join(f'[t{i}]\na=1\nb="x"\nc=[1,2,3]' for i in range(100))))


def unicode_text():
    import unicodedata
    text = "Ünïcödé テスト" * 200
    return len(unicodedata.normalize("NFD", text)), len(text.casefold()), len(text.encode("utf-16").decode("utf-16"))


def unique_identifiers():
    import uuid
    return len({str(uuid.uuid4()) for _ in range(500)})


def unit_tests():
    import unittest

    class Case(unittest.TestCase):
        pass

    for i in range(100):
        setattr(Case, f"test_{i}", lambda self: self.assertEqual(1, 1))
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
    return unittest.TextTestRunner(stream=io.StringIO()).run(suite).testsRun


def url_parts():
    import urllib.parse
    size = 0
    for i in range(500):
        size += len(urllib.parse.urlparse(f"http://a.b/c{i}?d=e&f=g#h").path)
        size += len(urllib.parse.parse_qs("a=1&b=2")) + len(urllib.parse.quote("a b/c"))
    return size


def xml_trees():
    import xml.etree.ElementTree
    text = "<r>" + "".join(f'<a k="{i}"><b>text {i}</b><c/></a>' for i in range(1000)) + "</r>"
    tree = xml.etree.ElementTree.fromstring(text)
    return sum(len(e) for e in tree.iter()), len(xml.etree.ElementTree.tostring(tree)), len(tree.findall(".//b"))


def zip_archives():
    import zipfile
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(20):
            archive.writestr(f"f{i}", b"x" * 1000)
    with zipfile.ZipFile(file) as archive:
        return sum(len(archive.read(name)) for name in archive.namelist())
