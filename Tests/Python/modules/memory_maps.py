# mmap: files and anonymous memory as bytes, as files, in views and between processes.
import mmap
import os
import re
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b"one two three\nfour" * 300)
    file.flush()
    with mmap.mmap(file.fileno(), 0) as m:
        print(len(m), m[:7], m[-4:], m[0], m.readline(), m.tell(), m.find(b"four"), m.rfind(b"four"))
        m[0:3] = b"ONE"
        m.seek(4)
        m.write(b"TWO")
        m[8:13:2] = b"THE"
        print(m[:14], re.search(rb"t\w+e", m).span(), m.read(3), m.size())
        m.move(0, 100, 5)
        m.flush()
        m.resize(64)
        print(len(m), repr(m).replace(str(m.tell()), "N"))
        for action in (lambda: m[64], lambda: m.seek(65), lambda: m["a"], lambda: m.__setitem__(0, 300)):
            try:
                action()
            except (IndexError, ValueError, TypeError) as error:
                print(type(error).__name__, error)
    print(m.closed, os.fstat(file.fileno()).st_size)
    try:
        m[0]
    except ValueError as error:
        print(error)
    read = mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_READ)
    try:
        read[0] = 1
    except TypeError as error:
        print(error)
    copy = mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_COPY)
    copy[:2] = b"??"
    print(bytes(copy[:2]), read[:2], memoryview(read).readonly, sum(copy[i] for i in range(10)) > 0)

shared = mmap.mmap(-1, 16)
view = memoryview(shared)
view[:4] = b"abcd"
print(shared.read(4), bytes(view[:4]))
view.release()
pid = os.fork()
if pid == 0:
    shared[4:8] = b"efgh"
    os._exit(0)
os.waitpid(pid, 0)
print(shared[:8])
