# Sessions: a later connection goes on with an earlier one.
import os
import ssl

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def contexts(version):
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(os.path.join(FOLDER, "pycacert.pem"))
    server.load_cert_chain(os.path.join(FOLDER, "keycert3.pem"))
    client.maximum_version = version
    return client, server


def connect(client, server, session=None):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (client.wrap_bio(a, b, server_hostname="localhost", session=session),
             server.wrap_bio(b, a, server_side=True))
    waiting = list(sides)
    for _ in range(10):
        for side in waiting[:]:
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                pass
    # The tickets of the newest version come with the first data.
    sides[1].write(b"x")
    sides[0].read(1)
    return sides


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e)


for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    client, server = contexts(version)
    first = connect(client, server)
    session = first[0].session
    print(type(session).__name__, len(session.id), session.has_ticket, session.timeout, type(session.time),
          session.ticket_lifetime_hint)
    print(session == first[0].session, session != first[0].session, session == 3)
    second = connect(client, server, session)
    print([side.session_reused for side in first + second])
    print(second[0].get_channel_binding() == second[1].get_channel_binding())
    stats = server.session_stats()
    print(stats["accept"], stats["accept_good"], stats["hits"])
attempt("hash", lambda: hash(session))
attempt("order", lambda: session < session)
attempt("late", lambda: setattr(first[0], "session", session))
attempt("server", lambda: setattr(first[1], "session", first[1].session))
attempt("context", lambda: connect(contexts(version)[0], server, session))
attempt("kind", lambda: setattr(first[0], "session", 3))
