# hashlib, hmac and what lies under them: digests, parameters, errors.
import hashlib
import hmac
import io


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


data = bytes(range(256)) * 3
for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, data[:100], usedforsecurity=False)
    h.update(data[100:])
    copy = h.copy()
    copy.update(b"more")
    length = (7,) if name.startswith("shake") else ()
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(*length), copy.digest(*length))
    constructor = getattr(hashlib, name)
    print(constructor(data).digest(*length) == h.digest(*length))

print(hashlib.new("sha512_256", b"x").hexdigest(), "sha512_256" in hashlib.algorithms_available)
print(attempt(hashlib.new, "nonesuch"))
print(attempt(hashlib.new, 3))
print(attempt(hashlib.md5, "text"), attempt(hashlib.md5, None))
print(attempt(hashlib.md5().update, "text"))
print(attempt(hashlib.sha3_256().digest, 3))
print(attempt(hashlib.shake_128().digest))
print(hashlib.md5(string=b"a").hexdigest(), hashlib.md5(data=b"a").hexdigest())
print(hashlib.sha1(memoryview(data)[::1]).hexdigest(), hashlib.sha1(bytearray(b"x")).hexdigest())
print(hashlib.file_digest(io.BytesIO(data), "sha256").hexdigest())

keyed = hashlib.blake2b(b"abc", digest_size=20, key=b"key", salt=b"salt", person=b"pers", fanout=2,
                        depth=3, leaf_size=5, node_offset=9, node_depth=1, inner_size=32,
                        last_node=True)
print(keyed.hexdigest(), keyed.digest_size, keyed.copy().hexdigest())
print(hashlib.blake2s(data * 5, digest_size=11, key=b"k" * 32, node_offset=1 << 40).hexdigest())
for bad in [{"digest_size": 0}, {"key": b"a" * 65}, {"salt": b"a" * 17}, {"fanout": 256},
            {"depth": 0}, {"leaf_size": 1 << 32}, {"node_offset": -1}, {"inner_size": 65}]:
    print(attempt(hashlib.blake2b, b"", **bad))
for size in (0, 1, 127, 128, 129, 256, 257):
    print(hashlib.blake2b(data[:size]).hexdigest()[:16], hashlib.blake2s(data[:size]).hexdigest())

print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 10, 20).hex())
print(attempt(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 0))
print(attempt(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 1, 0))
print(hashlib.scrypt(b"p", salt=b"s", n=4, r=2, p=1, dklen=8).hex())
print(attempt(hashlib.scrypt, b"p", salt=b"s", n=3, r=1, p=1))
print(attempt(hashlib.scrypt, b"p", salt=b"s", n=1 << 20, r=8, p=1))

for digest in ("md5", "sha1", "sha256", hashlib.sha512, hashlib.sha3_224):
    mac = hmac.new(b"key", b"message", digest)
    twin = mac.copy()
    twin.update(b"!")
    print(mac.name, mac.digest_size, mac.block_size, mac.hexdigest(), twin.hexdigest())
print(hmac.digest(b"", b"", "sha256").hex())
print(attempt(hmac.new, b"k", b"m", "nonesuch"), attempt(hmac.new, b"k", b"m"))
print(hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", bytearray(b"b")))
print(attempt(hmac.compare_digest, "é", "e"), attempt(hmac.compare_digest, 1, 2))
