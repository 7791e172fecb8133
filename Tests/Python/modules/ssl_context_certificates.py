# Loading keys, certificates and authorities: from files, folders and memory, with passwords.
import os
import ssl

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def file(name):
    return os.path.join(FOLDER, name)


def attempt(what, action):
    try:
        print(what, action())
    except ssl.SSLError as e:
        print(what, type(e).__name__, e.library, e.reason)
    except Exception as e:
        print(what, type(e).__name__, e)


def context():
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def chain(*arguments, **names):
    return context().load_cert_chain(*arguments, **names)


attempt("both in one", lambda: chain(file("keycert.pem")))
attempt("two files", lambda: chain(file("ssl_cert.pem"), file("ssl_key.pem")))
attempt("bytes", lambda: chain(file("ssl_cert.pem").encode(), keyfile=file("ssl_key.pem").encode()))
attempt("wrong key", lambda: chain(file("ssl_cert.pem"), file("keycert3.pem")))
attempt("no file", lambda: chain("/nowhere"))
attempt("no key file", lambda: chain(file("ssl_cert.pem"), "/nowhere"))
attempt("no key", lambda: chain(file("ssl_cert.pem")))
attempt("bad", lambda: chain(file("badcert.pem")))
attempt("empty", lambda: chain(file("nullcert.pem")))
attempt("None", lambda: chain(None))
attempt("int", lambda: chain(file("keycert.pem"), 3))

secret = file("keycert.passwd.pem")
calls = []
for password in ("somepass", b"somepass", bytearray(b"somepass"), lambda: "somepass", lambda: b"somepass",
                 lambda: calls.append(1) or "somepass", "bad", 3, "a" * 2000, lambda: 3, lambda: "b" * 2000,
                 lambda: 1 / 0, "some\0pass"):
    attempt("password", lambda: chain(secret, password=password))
attempt("password not needed", lambda: chain(file("keycert.pem"), password=lambda: 1 / 0))
print(calls)

pem = open(file("capath/4e1295a3.0")).read()
other = open(file("capath/5ed36f99.0")).read()
der, other_der = ssl.PEM_cert_to_DER_cert(pem), ssl.PEM_cert_to_DER_cert(other)


def stats(**names):
    made = context()
    made.load_verify_locations(**names)
    return made.cert_store_stats()


for data in (pem, pem + other, "head\n" + pem + "\nbetween\n" + other + "tail", pem * 2, der, der + other_der,
             der * 2, bytearray(der), memoryview(der), "", b"", "no", b"no", "\xe9", 3):
    attempt("data", lambda: stats(cadata=data))
attempt("file", lambda: stats(cafile=file("pycacert.pem")))
attempt("folder", lambda: stats(capath=file("capath")))
attempt("all", lambda: stats(cafile=file("pycacert.pem"), capath=file("capath"), cadata=pem))
attempt("nothing", lambda: stats())
attempt("no file", lambda: stats(cafile="/nowhere"))
attempt("int", lambda: stats(cafile=3))
attempt("int", lambda: stats(capath=3))
attempt("bad file", lambda: stats(cafile=file("badcert.pem")))

made = context()
made.load_verify_locations(file("pycacert.pem"))
made.load_verify_locations(file("revocation.crl"))
made.load_verify_locations(file("keycert.pem"))
print(made.cert_store_stats(), made.get_ca_certs(), [len(c) for c in made.get_ca_certs(binary_form=True)])
attempt("parameters", lambda: made.load_dh_params(file("ffdh3072.pem")))
attempt("parameters", lambda: made.load_dh_params(file("keycert.pem")))
attempt("parameters", lambda: made.load_dh_params("/nowhere"))
made.set_default_verify_paths()
