# What a handshake asks Python code for: protocols, server names, shared keys; messages and the log of keys.
import os
import ssl
import sys
import tempfile

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")
reported = []
sys.unraisablehook = lambda info: reported.append((info.exc_type.__name__, str(info.exc_value)))


def contexts():
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(os.path.join(FOLDER, "pycacert.pem"))
    server.load_cert_chain(os.path.join(FOLDER, "keycert3.pem"))
    return client, server


def connect(client, server, name="localhost"):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (client.wrap_bio(a, b, server_hostname=name), server.wrap_bio(b, a, server_side=True))
    waiting = list(sides)
    for _ in range(10):
        for side in waiting[:]:
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                pass
    return sides


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, getattr(e, "reason", e), type(e.__context__).__name__)


def protocols(client, server):
    sides = contexts()
    for context, names in zip(sides, (client, server)):
        if names:
            context.set_alpn_protocols(names)
    return [side.selected_alpn_protocol() for side in connect(*sides)]


print(protocols(["h2", "http/1.1"], ["http/1.1", "h2"]), protocols(["a"], ["b"]), protocols(["a"], None))

# Server names
client, server = contexts()
other = contexts()[1]
seen = []


def choose(side, name, context):
    seen.append((type(side).__name__, name, context is server, side.server_side))
    side.context = other
    return answer


server.sni_callback = choose
for answer in (None, ssl.ALERT_DESCRIPTION_ACCESS_DENIED, "text"):
    attempt("name", lambda: connect(client, server)[1].context is other)
client.check_hostname = False
answer = None
attempt("address", lambda: connect(client, server, "127.0.0.1")[1].context is other)
print(seen, reported)
server.sni_callback = lambda *arguments: 1 / 0
attempt("failing", lambda: connect(client, server))
server.sni_callback = None
attempt("none", lambda: connect(client, server)[1].context is server)
print(reported)

# Messages
client, server = contexts()
client.maximum_version = ssl.TLSVersion.TLSv1_2
messages = []
client._msg_callback = lambda *arguments: messages.append(arguments)
connect(client, server)
print(len(messages) > 5, sorted({m[1] for m in messages}), all(isinstance(m[5], bytes) for m in messages))
print([(m[1], m[2].name, m[3].name, m[4].name) for m in messages if m[3].name == "HANDSHAKE"][:4])
client._msg_callback = lambda *arguments: 1 / 0
attempt("failing", lambda: connect(client, server))
client._msg_callback = None
attempt("none", lambda: connect(client, server)[0].version())

# Keys for a debugger
with tempfile.TemporaryDirectory() as folder:
    client, server = contexts()
    name = os.path.join(folder, "keys")
    client.keylog_filename = name
    print(client.keylog_filename == name, len(open(name).readlines()))
    connect(client, server)
    lines = open(name).readlines()
    print(len(lines) > 3, sorted({line.split()[0] for line in lines[1:]}))
    client.keylog_filename = None
    connect(client, server)
    print(len(open(name).readlines()) == len(lines), client.keylog_filename)
    try:
        client.keylog_filename = os.path.join(folder, "x", "y")
    except FileNotFoundError as e:
        print(e.filename == os.path.join(folder, "x", "y"))
    attempt("int", lambda: setattr(client, "keylog_filename", 3))


# Shared keys
def keys(version, give, ask, hint="hint"):
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    for context in (client, server):
        context.maximum_version = version
        context.set_ciphers("PSK")
    client.set_psk_client_callback(give)
    server.set_psk_server_callback(ask, hint)
    return [side.version() for side in connect(client, server)]


def give(hint):
    asked.append(hint)
    return "me", b"secret" * 4


def ask(identity):
    asked.append(identity)
    return b"secret" * 4


asked = []
for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    attempt("keys", lambda: keys(version, give, ask))
reported.clear()
attempt("no hint", lambda: keys(ssl.TLSVersion.TLSv1_2, give, ask, None))
attempt("bytes", lambda: keys(ssl.TLSVersion.TLSv1_2, lambda hint: (None, b"secret" * 4), ask))
attempt("failing", lambda: keys(ssl.TLSVersion.TLSv1_2, lambda hint: 1 / 0, ask))
print(asked, reported)
