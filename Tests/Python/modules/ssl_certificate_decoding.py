# Certificates as dicts, and what the library knows about names of objects.
import os
import ssl
import _ssl

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def attempt(what, action):
    try:
        print(what, action())
    except Exception as e:
        print(what, type(e).__name__, e)


for name in ("nokia.pem", "allsans.pem", "nullbytecert.pem", "talos-2019-0758.pem", "idnsans.pem", "nosan.pem",
             "keycert.pem", "keycertecc.pem"):
    certificate = _ssl._test_decode_cert(os.path.join(FOLDER, name))
    for key, value in certificate.items():
        print(name, key, value)
attempt("no file", lambda: _ssl._test_decode_cert("/nowhere"))
attempt("no certificate", lambda: _ssl._test_decode_cert(os.path.join(FOLDER, "make_ssl_certs.py")))
attempt("int", lambda: _ssl._test_decode_cert(3))
print(ssl.cert_time_to_seconds("Sep 20 23:59:59 2012 GMT"))

for arguments in (("1.3.6.1.5.5.7.3.1",), ("serverAuth", True), ("TLS Web Server Authentication", True),
                  ("serverAuth",), ("1.2.3",), ("f" * 200,), (3,)):
    attempt("text", lambda: _ssl.txt2obj(*arguments))
attempt("name", lambda: _ssl.txt2obj("serverAuth", name=True))
for number in (129, 0, -1, 1_000_000, "x"):
    attempt("number", lambda: _ssl.nid2obj(number))
print(ssl.Purpose.SERVER_AUTH, ssl.Purpose.CLIENT_AUTH.oid)

for count in (0, 16, -1, "x"):
    attempt("random", lambda: len(ssl.RAND_bytes(count)))
print(ssl.RAND_bytes(32) != ssl.RAND_bytes(32), ssl.RAND_status())
for arguments in (("text", 0.5), (b"bytes", 1), (3, 1.0), (b"", "x")):
    attempt("add", lambda: ssl.RAND_add(*arguments))
