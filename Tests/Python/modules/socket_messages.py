# sendmsg, recvmsg and recvmsg_into: several buffers at once, descriptors beside them.
import array
import os
import socket


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e)


a, b = socket.socketpair()
print(a.sendmsg([b"one ", bytearray(b"two "), memoryview(b"xthreex")[1:-1], b""]), b.recv(100))
print(a.sendmsg(iter([b"x" * 50_000, b"y" * 50_000])))
got = b""
while len(got) < 100_000:
    got += b.recv(65536)
print(got == b"x" * 50_000 + b"y" * 50_000)
attempt("too many", lambda: a.sendmsg([b"x"] * 2000))
attempt("no iterable", lambda: a.sendmsg(3))
attempt("text", lambda: a.sendmsg(["text"]))

x, y, z = bytearray(3), bytearray(4), bytearray(5)
a.send(b"hello world")
print(b.recvmsg_into([x, y, z]), x, y, z)
a.send(b"--")
print(b.recvmsg_into([x, memoryview(y)[1:3]], 0, socket.MSG_DONTWAIT), x, y)
a.send(b"hello")
print(b.recvmsg(3), b.recvmsg(100))
attempt("nothing", lambda: b.recvmsg_into([x], 0, socket.MSG_DONTWAIT))
attempt("nothing", lambda: b.recvmsg(5, 0, socket.MSG_DONTWAIT))
attempt("read-only", lambda: b.recvmsg_into([b"x"]))
attempt("no iterable", lambda: b.recvmsg_into(3))
attempt("no buffer", lambda: b.recvmsg_into([3]))
attempt("negative", lambda: b.recvmsg_into([x], -1))
attempt("too much", lambda: b.recvmsg_into([x], 1 << 40))
attempt("negative", lambda: b.recvmsg(-1))

read, write = os.pipe()
kinds = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [write]))]
a.sendmsg([b"fd"], kinds)
count, ancillary, flags, address = b.recvmsg_into([x], socket.CMSG_SPACE(4))
print(count, x, [(level, kind, len(data)) for level, kind, data in ancillary], address)
other = array.array("i", ancillary[0][2])[0]
os.write(other, b"through")
print(os.read(read, 10), other != write)
for descriptor in (read, write, other):
    os.close(descriptor)
a.close()
b.close()
