import os
import resource
import signal
import sys
import tempfile

TRUE = "/bin/true"
SHELL = "/bin/sh"
P = os.sched_param


def run(*arguments, function=os.posix_spawn, **keywords):
    try:
        pid = function(*arguments, **keywords)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    except (OSError, TypeError, ValueError, OverflowError, AttributeError, SystemError) as error:
        print(type(error).__name__, error, repr(getattr(error, "filename", None)))


def output(script, env={"PATH": "/bin:/usr/bin"}, actions=(), **keywords):
    with tempfile.TemporaryFile() as file:
        actions = [(os.POSIX_SPAWN_DUP2, file.fileno(), 1), *actions]
        pid = os.posix_spawn(SHELL, [SHELL, "-c", script], env, file_actions=actions, **keywords)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        file.seek(0)
        print(code, file.read())


sys.stdout.flush()
run(TRUE, [TRUE], {})
run(TRUE, (TRUE,), None)
run(TRUE, [TRUE], os.environ)
run("true", ["true"], {}, function=os.posix_spawnp)
run(SHELL, [SHELL, "-c", "exit 7"], {})
for argv in [], [""], "ab", iter([TRUE]), 5, [TRUE, 5], [TRUE + "\0"]:
    run(TRUE, argv, {})
for env in 5, [(1, 2)], {1: 2}, {"a": 2}, {"a=b": "2"}, {"=a": "2"}, {"": "2"}, {"a": "2\0"}, {b"a": b"2"}:
    run(TRUE, [TRUE], env)
for path in "/missing", b"/missing", 5, TRUE + "\0":
    run(path, [TRUE], {})
run("missing-program", ["a"], os.environ, function=os.posix_spawnp)
run(5, [TRUE], {}, function=os.posix_spawnp)

output("echo $A $B", {"A": "first", b"B": b"second"})
limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
output(f"test $(ulimit -n) = {limit} && echo same")

with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "out")
    opened = (os.POSIX_SPAWN_OPEN, 1, name, os.O_WRONLY | os.O_CREAT, 0o640)
    run(SHELL, [SHELL, "-c", "umask; echo text; echo error >&2"], {},
        file_actions=[opened, (os.POSIX_SPAWN_CLOSE, 2)])
    with open(name) as file:
        print(len(file.readlines()), oct(os.stat(name).st_mode & 0o777 & ~0o27))
output("test -e /proc/self/fd/9 || echo closed", actions=[
    (os.POSIX_SPAWN_DUP2, 1, 9), (os.POSIX_SPAWN_CLOSEFROM, 3)])

OPEN, CLOSE, DUP2 = os.POSIX_SPAWN_OPEN, os.POSIX_SPAWN_CLOSE, os.POSIX_SPAWN_DUP2
for actions in (
    None, [], (), {}, iter([]), 5, [5], [()], [[CLOSE]], [(5,)], [("a",)], [(None,)], [(1.0,)], [(2**40,)],
    [(2**80,)], [(CLOSE,)], [(CLOSE, "a")], [(CLOSE, 1, 2)], [(CLOSE, -1)], [(CLOSE, 999)], [(CLOSE, 2**40)],
    [(True, 1)], [(DUP2, 1)], [(DUP2, 1, "a")], [(DUP2, 1, 2)], [(DUP2, 777, 778)], [(OPEN, 1)],
    [(OPEN, 1, "/missing/file", 0, 0)], [(OPEN, 1, "nul\0", 0, 0)], [(OPEN, 1, 5, 0, 0)],
    [(OPEN, 1, b"/dev/null", 1, 0)], [(OPEN, 1, "/dev/null", 1, -1)], [(OPEN, 1, "/dev/null", 1, 2**40)],
    [(OPEN, "a", "/dev/null", 0, 0)], [(OPEN, 1, "/dev/null", 1.5, 0)], [(OPEN, 1, "/dev/null", 1, "a")],
    [(os.POSIX_SPAWN_CLOSEFROM,)],
):
    run(TRUE, [TRUE], {}, file_actions=actions)

for group in 0, None, -1, "a", 2**40:
    run(TRUE, [TRUE], {}, setpgroup=group)
for flag in 0, 1, "", None, "a":
    run(TRUE, [TRUE], {}, resetids=flag)
    run(TRUE, [TRUE], {}, setsid=flag)
for signals in None, [], [10], {10}, [0], [65], [64], ["a"], 5, [10.5], [2**70], [-1], (1, 2):
    run(TRUE, [TRUE], {}, setsigmask=signals)
    run(TRUE, [TRUE], {}, setsigdef=signals)
for scheduler in (
    None, (), (1,), (None, P(0)), (os.SCHED_OTHER, P(0)), (os.SCHED_OTHER, 5), (None, 5), ("a", P(0)), 5,
    [0, P(0)], (0, P(0), 1), (99, P(0)), (None, P(99)), (2**40, P(0)), (0, P(2**40)), (0, P("a")), P(0),
):
    run(TRUE, [TRUE], {}, scheduler=scheduler)

if os.fork() == 0:
    program = os.open(SHELL, os.O_RDONLY)
    os.execve(program, ["sh", "-c", "echo by descriptor $A"], {"A": "given"})
os.wait()
output("kill -USR1 $$; echo blocked", setsigmask=[signal.SIGUSR1])
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
output("kill -USR1 $$; echo ignored")
output("kill -USR1 $$; echo never", setsigdef=[signal.SIGUSR1])
