import errno
import os
import pathlib
import tempfile


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error, repr(getattr(error, "filename", None)))


def supported():
    try:
        os.setxattr("plain", "user.probe", b"")
        os.removexattr("plain", "user.probe")
    except OSError as error:
        print(errno.errorcode[error.errno])
        return False
    return True


def use(file, **keywords):
    attempt(os.setxattr, file, "user.a", b"abc", **keywords)
    attempt(os.getxattr, file, b"user.a", **keywords)
    attempt(os.listxattr, file, **keywords)
    attempt(os.setxattr, file, "user.a", b"d", os.XATTR_CREATE, **keywords)
    attempt(os.setxattr, file, pathlib.Path("user.a"), bytearray(b"de"), os.XATTR_REPLACE, **keywords)
    attempt(os.getxattr, file, "user.a", **keywords)
    attempt(os.setxattr, file, "user.b", b"", os.XATTR_REPLACE, **keywords)
    attempt(os.removexattr, file, "user.a", **keywords)
    attempt(os.removexattr, file, "user.a", **keywords)


def misuse(descriptor):
    for function in os.getxattr, os.removexattr:
        attempt(function, "missing", "user.a")
        attempt(function, 999, "user.a")
        attempt(function, "plain", 5)
        attempt(function, "plain", "nul\0")
        attempt(function, "nul\0", "user.a")
        attempt(function, None, "user.a")
        attempt(function, 5.5, "user.a")
        attempt(function, descriptor, "user.a", follow_symlinks=False)
    attempt(os.listxattr, "missing")
    attempt(os.listxattr, b"missing")
    attempt(os.listxattr, 5.5)
    attempt(os.listxattr, descriptor, follow_symlinks=False)
    attempt(os.setxattr, "missing", "user.a", b"")
    attempt(os.setxattr, "plain", "user.a", "text")
    attempt(os.setxattr, "plain", "user.a", b"", "a")
    attempt(os.setxattr, "plain", "user.a", b"", 2**40)
    attempt(os.setxattr, descriptor, "user.a", b"", follow_symlinks=False)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    descriptor = os.open("plain", os.O_RDWR | os.O_CREAT)
    misuse(descriptor)
    if supported():
        for file in "plain", pathlib.Path("plain"), descriptor:
            use(file)
        use(b"plain", follow_symlinks=False)
        os.setxattr("plain", "user.big", b"x" * 3000)
        print(len(os.getxattr("plain", "user.big")))
        for n in range(20):
            os.setxattr("plain", f"user.name-of-attribute-{n}", b"")
        print(len(os.listxattr("plain")))
        os.symlink("plain", "link")
        print(len(os.listxattr("link")), os.listxattr("link", follow_symlinks=False), os.listxattr())
        attempt(os.getxattr, "plain", "")
        attempt(os.setxattr, "plain", "user." + "l" * 300, b"")
        attempt(os.setxattr, "plain", "user.a", b"", 1 << 20)
    os.close(descriptor)
    os.chdir("/")
