# Connections over sockets: blocking, with a time-out, without waiting; two threads on one connection.
import os
import socket
import ssl
import threading

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def contexts():
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(os.path.join(FOLDER, "pycacert.pem"))
    server.load_cert_chain(os.path.join(FOLDER, "keycert3.pem"))
    return client, server


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e.args)


def start(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    return thread


def pair():
    client, server = contexts()
    a, b = socket.socketpair()
    made = []
    thread = start(lambda: made.append(server.wrap_socket(b, server_side=True)))
    side = client.wrap_socket(a, server_hostname="localhost")
    thread.join()
    return side, made[0]


# Both directions at the same time
client, server = pair()
size = 300_000


def pump(side, byte):
    side.sendall(byte * size)


def drain(side, results, name):
    count = 0
    while count < size:
        count += len(side.recv(65536))
    results[name] = count


results = {}
threads = [start(pump, client, b"a"), start(pump, server, b"b"), start(drain, client, results, "client"),
           start(drain, server, results, "server")]
for thread in threads:
    thread.join()
print(sorted(results.items()))

# A reader waits while the same connection is written to.
reader = start(lambda: results.update(read=client.recv(100)))
client.sendall(b"ping")
print(server.recv(100))
server.sendall(b"pong")
reader.join()
print(results["read"])

# Time-outs and no waiting
client.settimeout(0.01)
attempt("time-out", lambda: client.recv(1))
client.setblocking(False)
attempt("no waiting", lambda: client.recv(1))


def fill():
    while True:
        client.send(b"x" * 10_000)


attempt("full", fill)
attempt("options", lambda: client.send(b"x", 1))
attempt("peek", lambda: client.recv(1, socket.MSG_PEEK))
client.close()
attempt("closed", lambda: client.recv(1))
server.close()

# The end: answered, and not
client, server = pair()
thread = start(server.unwrap)
raw = client.unwrap()
thread.join()
print(type(raw).__name__, client.version(), raw is client)
client.close()
server.close()
client, server = pair()
client.close()
attempt("dropped", lambda: server.recv(10))
server.close()
a, b = socket.socketpair()
a.settimeout(0.01)
attempt("handshake", lambda: contexts()[0].wrap_socket(a, server_hostname="localhost"))
late = contexts()[0].wrap_socket(b, server_hostname="localhost", do_handshake_on_connect=False)
print(late.version(), late.cipher(), late.getpeername())
late.close()
