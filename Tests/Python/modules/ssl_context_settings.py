# Attributes of contexts: what they start with, what they take, what they refuse.
import ssl
import warnings

warnings.simplefilter("ignore")


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e)


for protocol in (ssl.PROTOCOL_TLS, ssl.PROTOCOL_TLSv1_2, ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER):
    context = ssl.SSLContext(protocol)
    print(protocol, context.options, context.verify_mode, context.verify_flags, context.check_hostname)
    print(context.minimum_version == ssl.TLSVersion.MINIMUM_SUPPORTED, context.num_tickets, context._host_flags,
          context.post_handshake_auth, context.sni_callback, context.keylog_filename, context.session_stats())
attempt("protocol", lambda: ssl._ssl._SSLContext(99))
attempt("no protocol", lambda: ssl._ssl._SSLContext())
attempt("text", lambda: ssl._ssl._SSLContext("x"))

client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
attempt("mode", lambda: setattr(client, "verify_mode", ssl.CERT_NONE))
client.check_hostname = False
client.verify_mode = ssl.CERT_NONE
client.check_hostname = True
print(client.verify_mode)
for name, values in {
    "verify_mode": [1, 7, "x"], "verify_flags": [ssl.VERIFY_X509_STRICT, "x"],
    "minimum_version": [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.MAXIMUM_SUPPORTED, 5, "x"],
    "maximum_version": [ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.MINIMUM_SUPPORTED, 5],
    "num_tickets": [0, 5, -1, "x"], "options": [ssl.OP_NO_TICKET, -1, 1 << 64, "x"], "_host_flags": [2, "x"],
    "post_handshake_auth": [True, 0], "sni_callback": [None, 1, print], "_msg_callback": [1],
    "protocol": [1], "security_level": [1],
}.items():
    for value in values:
        attempt(f"{name} {value!r}:", lambda: setattr(server, name, value) or getattr(server, name))
attempt("tickets of a client", lambda: setattr(client, "num_tickets", 1))
attempt("names of a client", lambda: setattr(client, "sni_callback", print))
attempt("versions", lambda: setattr(ssl.SSLContext(ssl.PROTOCOL_TLSv1_2), "minimum_version", 771))
for name in ("verify_mode", "options", "post_handshake_auth"):
    attempt("del", lambda: delattr(server, name))

attempt("ciphers", lambda: client.set_ciphers("no such thing"))
attempt("ciphers", lambda: client.set_ciphers(b"ALL"))
client.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
print([c for c in client.get_ciphers() if c["name"] == "ECDHE-RSA-AES128-GCM-SHA256"])
attempt("curve", lambda: server.set_ecdh_curve("prime256v1"))
attempt("curve", lambda: server.set_ecdh_curve("nothing"))
attempt("curve", lambda: server.set_ecdh_curve(1))
attempt("protocols", lambda: server._set_alpn_protocols("x"))
attempt("protocols", lambda: server.set_alpn_protocols(["x" * 300]))
attempt("keys", lambda: server.set_psk_client_callback(lambda hint: None))
attempt("keys", lambda: client.set_psk_server_callback(lambda identity: None))
attempt("keys", lambda: client.set_psk_client_callback(1))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    ssl.SSLContext(ssl.PROTOCOL_TLS).options |= ssl.OP_NO_TLSv1
    ssl.SSLContext(ssl.PROTOCOL_TLSv1_2)
    server.minimum_version = ssl.TLSVersion.TLSv1
    print([(w.category.__name__, str(w.message)) for w in caught])
