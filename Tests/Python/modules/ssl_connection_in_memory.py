# Connections over memory: handshake, data, what is known of the other side, the end.
import os
import ssl

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def file(name):
    return os.path.join(FOLDER, name)


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e.args)


def contexts():
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(file("pycacert.pem"))
    server.load_cert_chain(file("keycert3.pem"))
    return client, server


def pair(client, server, name="localhost", **more):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    return (client.wrap_bio(a, b, server_hostname=name, **more), server.wrap_bio(b, a, server_side=True))


def shake(*sides):
    waiting = list(sides)
    for _ in range(10):
        for side in waiting[:]:
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                pass


for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    client_context, server_context = contexts()
    client_context.minimum_version = client_context.maximum_version = version
    client, server = pair(client_context, server_context)
    print(client.version(), client.cipher(), client.shared_ciphers(), client.get_channel_binding(), client.session)
    attempt("too early", client.getpeercert)
    attempt("read", lambda: client.read(10))
    attempt("shutdown", client.unwrap)
    client, server = pair(client_context, server_context)
    shake(client, server)
    print(client.version(), client.cipher() == server.cipher(), client.compression(), client.selected_alpn_protocol())
    print(client.server_hostname, client.server_side, server.server_hostname, server.server_side)
    print(client.getpeercert() == ssl._ssl._test_decode_cert(file("keycert3.pem")), server.getpeercert())
    print(client.getpeercert(True) == client.get_verified_chain()[0], len(client.get_verified_chain()),
          len(client.get_unverified_chain()), server.get_verified_chain(), server.get_unverified_chain())
    print(client.get_channel_binding() == server.get_channel_binding(), len(client.get_channel_binding()))
    attempt("binding", lambda: client.get_channel_binding("other"))
    print(client.cipher() in server.shared_ciphers(), client.session_reused)

    print(client.write(b"hello"), server.pending(), server.read(2), server.pending())
    buffer = bytearray(8)
    print(server.read(2, buffer), buffer, server.read(100, buffer), buffer)
    attempt("nothing", lambda: server.read(1))
    attempt("negative", lambda: server.read(-1))
    attempt("zero", lambda: server.read(0))
    attempt("read-only", lambda: server.read(1, b"xx"))
    attempt("no room", lambda: server.read(1, bytearray()))
    attempt("text", lambda: server.write("text"))
    print(server.write(memoryview(b"x" * 50_000)), server.write(b""))
    got = b""
    while len(got) < 50_000:
        got += client.read(40_000)
    print(got == b"x" * 50_000)

    attempt("end", client.unwrap)
    attempt("read", lambda: server.read(1))
    attempt("end", server.unwrap)
    attempt("end", client.unwrap)
    attempt("write", lambda: client.write(b"x"))

inner = client._sslobj
certificate = inner.get_verified_chain()[0]
print(certificate, certificate == inner.get_verified_chain()[0], certificate != inner.get_verified_chain()[1],
      certificate == 3, hash(certificate) == hash(inner.get_verified_chain()[0]))
print(certificate.public_bytes() == ssl.DER_cert_to_PEM_cert(certificate.public_bytes(ssl._ssl.ENCODING_DER)))
print(certificate.get_info() == client.getpeercert(), type(certificate.public_bytes(1)))
attempt("format", lambda: certificate.public_bytes(9))
attempt("order", lambda: certificate < certificate)
for kind in (ssl._ssl.Certificate, ssl._ssl._SSLSocket, ssl.SSLSession):
    attempt("instance", kind)

print(inner.owner is client, inner.context is client.context, inner.server_side)
attempt("context", lambda: setattr(inner, "context", 3))
attempt("owner", lambda: setattr(inner, "owner", 3))
client_context, server_context = contexts()
attempt("sides", lambda: client_context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True))
attempt("sides", lambda: server_context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="x"))
for name in ("", ".x", "a\0b", 3, "\xe9" * 80):
    attempt("name", lambda: client_context._wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), False, name))
attempt("streams", lambda: client_context._wrap_bio(3, ssl.MemoryBIO(), False, "x"))
attempt("socket", lambda: client_context._wrap_socket(3, False, "x"))
