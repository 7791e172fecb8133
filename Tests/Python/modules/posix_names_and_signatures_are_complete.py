import inspect
import os
import posix

print([name for name in dir(os) if not name.startswith("_")])
for name in dir(posix):
    if name.isupper():
        print(name, getattr(posix, name))
for name in (
    "wait3 wait4 waitid getgrouplist initgroups setgroups getresuid getresgid setresuid setresgid makedev mknod "
    "chroot preadv pwritev copy_file_range splice memfd_create eventfd eventfd_read eventfd_write timerfd_create "
    "timerfd_gettime timerfd_gettime_ns timerfd_settime timerfd_settime_ns getxattr setxattr listxattr removexattr "
    "sched_getscheduler sched_setscheduler sched_getparam sched_setparam sched_param sched_rr_get_interval "
    "unshare setns"
).split():
    print(name, inspect.signature(getattr(posix, name)))
for function in posix.posix_spawn, posix.posix_spawnp:
    print(" ".join(function.__text_signature__.split()))
for functions in os.supports_dir_fd, os.supports_effective_ids, os.supports_fd, os.supports_follow_symlinks:
    print(sorted(function.__name__ for function in functions))
