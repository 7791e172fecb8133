import os
import stat
import tempfile


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


for pair in (
    (1, 2), (5000, 300000), (-1, 2), (2**32, 2), (2**64, 2), (1, -2), ("a", 1), (-1, -1),
    (2**32 - 1, 2**32 - 1), (2**63, 1), (True, 1), (1.0, 1),
):
    attempt(os.makedev, *pair)
for device in 2**64, -1, -2, 2**64 - 1, "a", 2**63 + 5, os.makedev(5000, 300000):
    attempt(os.major, device)
    attempt(os.minor, device)

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    attempt(os.mknod, "plain")
    print(oct(os.stat("plain").st_mode))
    attempt(os.mknod, "plain")
    attempt(os.mknod, "pipe", 0o600 | stat.S_IFIFO)
    print(stat.S_ISFIFO(os.stat("pipe").st_mode))
    attempt(os.mknod, "null", 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    attempt(os.mknod, "folder", 0o600 | stat.S_IFDIR)
    attempt(os.mknod, path="other", mode=0o600, device=0, dir_fd=None)
    attempt(os.mknod, "none/other")
    attempt(os.mknod, "nul\0")
    attempt(os.mknod, 5)
    attempt(os.mknod, "x", "a")
    attempt(os.mknod, "x", 2**40)
    attempt(os.mknod, "x", 0, "a")
    attempt(os.mknod, "x", 0, -2)
    attempt(os.mknod, "x", 0, dir_fd="a")
    here = os.open(".", os.O_RDONLY)
    attempt(os.mknod, "inside", dir_fd=here)
    os.close(here)
    print(sorted(name for name in os.listdir() if name != "null"))

    attempt(os.chroot, "missing")
    attempt(os.chroot, b"missing")
    attempt(os.chroot, path="nul\0")
    attempt(os.chroot, 5)
    os.chdir("/")


class File:
    def fileno(self):
        return 999


attempt(os.unshare, 0)
attempt(os.unshare, flags=os.CLONE_FILES)
attempt(os.unshare, 1)
attempt(os.unshare, "a")
attempt(os.unshare, 2**40)
attempt(os.setns, 999)
attempt(os.setns, File(), nstype=0)
attempt(os.setns, "a")
attempt(os.setns, 1, "a")
attempt(os.setns, fd=-1, nstype=0)
