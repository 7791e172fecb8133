# pwd, grp, resource and fcntl.
import fcntl
import grp
import os
import pwd
import resource
import tempfile


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


for name in ("root", "no such user", 3, "a\0b"):
    attempt(pwd.getpwnam, name)
    attempt(grp.getgrnam, name)
for number in (0, 123456, -1, -2, 1 << 70, "x", 2.0):
    attempt(pwd.getpwuid, number)
    attempt(grp.getgrgid, number)
print(pwd.getpwall() == [pwd.getpwuid(user.pw_uid) for user in pwd.getpwall()])
print([group.gr_name for group in grp.getgrall()][:3])

attempt(resource.getrlimit, resource.RLIMIT_NOFILE)
attempt(resource.getrlimit, 99)
attempt(resource.getrlimit, "x")
attempt(resource.setrlimit, resource.RLIMIT_NOFILE, (3, 2))
attempt(resource.setrlimit, resource.RLIMIT_NOFILE, 3)
attempt(resource.setrlimit, resource.RLIMIT_NOFILE, (1, 2, 3))
attempt(resource.setrlimit, resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE))
attempt(resource.getrusage, 5)
used = resource.getrusage(resource.RUSAGE_SELF)
print(len(used), used.ru_maxrss > 0, type(used.ru_utime), used[2] == used.ru_maxrss)

read, write = os.pipe()
attempt(fcntl.fcntl, write, fcntl.F_GETFD)
attempt(fcntl.fcntl, write, fcntl.F_SETFD, 0)
attempt(fcntl.fcntl, write, fcntl.F_GETFL)
attempt(fcntl.fcntl, 999, fcntl.F_GETFD)
attempt(fcntl.fcntl, -1, 1)
attempt(fcntl.fcntl, "x", 1)
attempt(fcntl.fcntl, write, 1, "x" * 2000)
attempt(fcntl.fcntl, write, 1, [])
os.write(write, b"five.")
FIONREAD = 0x541B
waiting = bytearray(4)
attempt(fcntl.ioctl, read, FIONREAD, b"\0" * 4)
attempt(fcntl.ioctl, read, FIONREAD, waiting)
print(waiting)
attempt(fcntl.ioctl, read, FIONREAD, waiting, False)
with tempfile.TemporaryFile() as file:
    attempt(fcntl.flock, file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    attempt(fcntl.flock, file, fcntl.LOCK_UN)
    attempt(fcntl.lockf, file, fcntl.LOCK_EX | fcntl.LOCK_NB, 10, 5)
    attempt(fcntl.lockf, file, fcntl.LOCK_UN)
    attempt(fcntl.lockf, file, 0)
    attempt(fcntl.lockf, file, fcntl.LOCK_EX, 0, 0, 5)
