# Certificates that cannot be trusted, and other ways in which a handshake fails.
import os
import ssl

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def handshake(client, server, name):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [client.wrap_bio(a, b, server_hostname=name), server.wrap_bio(b, a, server_side=True)]
    for _ in range(10):
        for side in sides[:]:
            try:
                side.do_handshake()
                sides.remove(side)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError as e:
                return e
    return "done" if not sides else "stuck"


def show(e):
    if isinstance(e, str):
        print(e)
        return
    print(type(e).__name__, e.args, str(e) == e.args[1], e.library, e.reason,
          getattr(e, "verify_code", None), getattr(e, "verify_message", None), isinstance(e, (ValueError, OSError)))


def client(**settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if settings.pop("trusts", True):
        context.load_verify_locations(os.path.join(FOLDER, "pycacert.pem"))
    for name, value in settings.items():
        setattr(context, name, value)
    return context


def server(certificate="keycert3.pem"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(FOLDER, certificate))
    return context


show(handshake(client(), server(), "localhost"))
show(handshake(client(trusts=False), server(), "localhost"))
show(handshake(client(), server("keycert.pem"), "localhost"))
show(handshake(client(), server(), "elsewhere"))
show(handshake(client(), server(), "127.0.0.1"))
show(handshake(client(), server("allsans.pem"), "127.0.0.1"))
show(handshake(client(), server("allsans.pem"), "::1"))
show(handshake(client(), server("allsans.pem"), "WWW.example.org"))
show(handshake(client(check_hostname=False), server(), "elsewhere"))
show(handshake(client(verify_flags=ssl.VERIFY_CRL_CHECK_LEAF), server(), "localhost"))
revoking = client(verify_flags=ssl.VERIFY_CRL_CHECK_LEAF)
revoking.load_verify_locations(os.path.join(FOLDER, "revocation.crl"))
show(handshake(revoking, server(), "localhost"))

demanding = server()
demanding.verify_mode = ssl.CERT_REQUIRED
demanding.load_verify_locations(os.path.join(FOLDER, "pycacert.pem"))
show(handshake(client(maximum_version=ssl.TLSVersion.TLSv1_2), demanding, "localhost"))
known = client()
known.load_cert_chain(os.path.join(FOLDER, "keycert4.pem"))
show(handshake(known, demanding, "localhost"))

for data, ends in ((b"garbage" * 20, False), (b"", True)):
    incoming = ssl.MemoryBIO()
    side = client().wrap_bio(incoming, ssl.MemoryBIO(), server_hostname="localhost")
    incoming.write(data)
    if ends:
        incoming.write_eof()
    try:
        side.do_handshake()
    except ssl.SSLError as e:
        show(e)
try:
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).wrap_bio(
        incoming, ssl.MemoryBIO(), server_side=True).verify_client_post_handshake()
except ssl.SSLError as e:
    show(e)

for e in (ssl.SSLError("only"), ssl.SSLError(1, "two"), ssl.SSLError(), ssl.SSLCertVerificationError(1, "why")):
    print(repr(e), str(e), e.args, e.errno)
for kind in (ssl.SSLError, ssl.SSLCertVerificationError, ssl.SSLZeroReturnError, ssl.SSLWantReadError,
             ssl.SSLWantWriteError, ssl.SSLSyscallError, ssl.SSLEOFError):
    print(kind, kind.__bases__, kind.__doc__)
