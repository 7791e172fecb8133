# What functions of os say of arguments that are no paths, and of descriptors out of range.
import os
import functools
import weakref


def report(body):
    try:
        print(body())
    except Exception as error:
        print(type(error).__name__, error)


for name in (
    "access chdir chmod chown execv execve lchown link listdir lstat mkdir mkfifo open pathconf readlink remove "
    "rename replace rmdir scandir stat statvfs symlink truncate unlink utime"
).split():
    function = getattr(os, name)
    for arguments in ((None,), ([],), (1.5, None), ([], 5), ("/none", []), ("a\0b",), ("a\0b", 5), (None, 5, 5)):
        report(lambda: type(function(*arguments)).__name__)
for number in (10**20, -(10**20), 9999):
    report(lambda: os.stat(number))
    report(lambda: os.fstat(number))
report(lambda: os.fstat("/tmp"))
report(lambda: os.lstat(5))
report(lambda: os.stat(0, dir_fd=3))
report(lambda: os.stat(0, follow_symlinks=False).st_size)
report(lambda: os.path.sameopenfile("/", "/"))
master, slave = os.openpty()
report(lambda: os.device_encoding(slave))
report(lambda: os.device_encoding(None))


def named():
    pass


report(lambda: functools.cache(5))
report(lambda: repr(weakref.ref(named)).endswith("(named)>"))


class Path:
    def __fspath__(self):
        print("asked")
        return "/none/such"


for function, *arguments in (os.chmod, Path(), 0), (os.truncate, Path(), 0), (os.chown, Path(), 0, 0), (os.mkdir, Path()):
    try:
        function(*arguments)
    except FileNotFoundError as error:
        print(function.__name__, error.strerror)
