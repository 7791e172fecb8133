import os


def attempt(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


print(os.getresuid() == (os.getuid(), os.geteuid(), os.getuid()))
print(os.getresgid() == (os.getgid(), os.getegid(), os.getgid()))
wrong = ["a", 1.0, -2, 2**32, 2**99, -(2**99)]
for function in os.setresuid, os.setresgid:
    attempt(function, -1, -1, -1)
    for each in wrong:
        attempt(function, each, -1, -1)
        attempt(function, -1, -1, each)
for function in os.setuid, os.setgid, os.seteuid, os.setegid:
    for each in wrong:
        attempt(function, each)

for group in 0, 7, -1, *wrong:
    attempt(os.getgrouplist, "root", group)
for user in b"root", "root\0", 5, "no\ud800", "nobody-of-this-name":
    attempt(os.getgrouplist, user, 3)

for user in b"root\0", 5:
    attempt(os.initgroups, user, 0)
for group in wrong:
    attempt(os.initgroups, "root", group)
for groups in 5, ["a"], [-2], [2**40], [2**80], range(70000), {0}, [1.5], "ab", iter([]), [-1]:
    attempt(os.setgroups, groups)
before = os.getgroups()
attempt(os.setgroups, (0, 1))
print(os.getgroups() == [0, 1] or os.getuid() != 0)
attempt(os.initgroups, "root", 5)
attempt(os.setgroups, before)
print(os.getgroups() == before)
