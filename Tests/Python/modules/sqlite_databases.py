# sqlite3: types, transactions, rows, functions in Python, hooks, blobs, copies, errors, and what is left open.
import os
import sqlite3
import tempfile
import warnings

con = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
con.execute("create table t(a integer, b text, c real, d blob, e point)")


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        return f"{self.x};{self.y}" if protocol is sqlite3.PrepareProtocol else None

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


sqlite3.register_converter("point", lambda data: Point(*map(int, data.split(b";"))))
rows = [(1, "ä\0b", 1.5, b"\0\xff", Point(1, 2)), (None, "", -0.0, bytearray(b"xy"), Point(3, 4)),
        (2**62, "z" * 5, 1e300, memoryview(b"m"), None)]
print(con.executemany("insert into t values (?,?,?,?,?)", rows).rowcount, con.in_transaction)
con.commit()
for row in con.execute("select * from t"):
    print(row)
print(con.execute('select "1;2" as "p [point]", count(*) from t').description)
con.row_factory = sqlite3.Row
row = con.execute("select a, b as Name from t where a = :a", {"a": 1}).fetchone()
print(row.keys(), row["NAME"], row[-1] == row["name"], tuple(row)[0], len(row), row == row)
con.row_factory = None

con.create_function("half", 1, lambda x: None if x is None else x / 2, deterministic=True)
con.create_function("many", -1, lambda *args: len(args))
con.create_collation("backwards", lambda x, y: (x < y) - (x > y))


class Longest:
    def __init__(self):
        self.text = ""

    def step(self, text):
        self.text = max(self.text, text, key=len)

    def finalize(self):
        return self.text


class Sum:
    def __init__(self):
        self.values = []

    def step(self, x):
        self.values.append(x)

    def inverse(self, x):
        self.values.remove(x)

    def value(self):
        return sum(self.values)

    finalize = value


con.create_aggregate("longest", 1, Longest)
con.create_window_function("rolling", 1, Sum)
print(con.execute("select half(a), many(a, b, c), many() from t").fetchall())
print(con.execute("select longest(b) from t").fetchone())
print(con.execute("select b from t order by b collate backwards").fetchall())
numbers = "with n(i) as (values (1),(2),(3),(4)) "
print(con.execute(numbers + "select rolling(i) over (order by i rows 1 preceding) from n").fetchall())


def broken(x):
    raise ValueError(x)


con.create_function("broken", 1, broken)
for sql, arguments in (
        ("select broken(1)", ()), ("select * from missing", ()), ("selec", ()), ("select ?", ()),
        ("select ?", (2**64,)), ("select ?", (object(),)), ("select 1; select 2", ()),
        ("insert into t(a) values (1); ", (1,)), ("select :x", {}), ("select ?", 5)):
    try:
        con.execute(sql, arguments)
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "sqlite_errorname", ""))
con.execute("create table u(k integer primary key, v unique not null)")
for values in ((1, "a"), (1, "b"), (2, "a"), (3, None)):
    try:
        with con:
            con.execute("insert into u values (?, ?)", values)
    except sqlite3.IntegrityError as error:
        print(error, error.sqlite_errorcode == getattr(sqlite3, error.sqlite_errorname))

traced = []
con.set_trace_callback(traced.append)
with con:
    con.execute("update u set v = ?", ("c",))
con.set_trace_callback(None)
print(traced)
con.set_authorizer(lambda action, *rest: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_DELETE
                   else sqlite3.SQLITE_OK)
try:
    con.execute("delete from u")
except sqlite3.DatabaseError as error:
    print(error)
con.set_authorizer(None)
steps = []
con.set_progress_handler(lambda: steps.append(0), 1)
con.execute("select count(*) from u, t").fetchall()
con.set_progress_handler(None, 1)
print(len(steps) > 5)

# A cursor that was left in the middle locks nothing for long.
print(con.execute("select a from t").fetchone())
con.execute("drop table t")
con.execute("create table w(x)")
con.executemany("insert into w values (?)", ((i,) for i in range(1000)))
total = 0
for i, (x,) in enumerate(con.execute("select x from w")):
    total += x
    if i == 10:
        con.commit()
print(total)
print(con.execute("insert into w values (5) returning x").fetchone(), con.in_transaction)
con.commit()

with con:
    con.execute("insert into w values (zeroblob(6))")
row = con.execute("select max(rowid) from w").fetchone()[0]
with con.blobopen("w", "x", row) as blob:
    blob[1:3] = b"ab"
    blob.seek(-1, os.SEEK_END)
    blob.write(b"z")
    print(len(blob), blob[:], blob[5])
other = sqlite3.connect(":memory:")
con.backup(other, progress=lambda status, left, count: print("backup", status, left, count > 0))
print(other.execute("select count(*) from w").fetchone())
other.execute("delete from w where x != 5")
other.commit()
print(list(other.iterdump())[:6])
copy = sqlite3.connect(":memory:")
copy.deserialize(other.serialize())
print(copy.execute("select count(*) from u").fetchone())

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "data.db")
    first = sqlite3.connect(path)
    first.execute("pragma journal_mode = wal")
    first.execute("create table t(x)")
    first.executemany("insert into t values (?)", [(1,), (2,), (3,)])
    first.commit()
    second = sqlite3.connect(path, timeout=1, autocommit=False)
    print(second.execute("select sum(x) from t").fetchone(), second.in_transaction)
    second.rollback()
    second.close()
    print(first.execute("select x from t").fetchone())
    third = sqlite3.connect(path, isolation_level=None)
    third.execute("insert into t values (4)")
    print(first.execute("select count(*) from t").fetchone())
    for connection in (first, third):
        connection.close()
    try:
        first.execute("select 1")
    except sqlite3.ProgrammingError as error:
        print(error)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for connection in (con, other, copy):
        connection.close()
