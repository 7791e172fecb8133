import os
import resource
import signal


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except (OSError, TypeError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


def child(code):
    pid = os.fork()
    if pid == 0:
        os._exit(code)
    return pid


attempt(os.wait3, 0)
attempt(os.wait4, -1, 0)
attempt(os.wait4, pid=-1, options=9999)
attempt(os.wait4, 2**40, 0)
attempt(os.wait4, 2**80, 0)
attempt(os.wait4, -(2**40), 0)
attempt(os.wait4, "a", 0)
attempt(os.wait3, 1.5)
attempt(os.waitid, os.P_ALL, 0, os.WEXITED)
attempt(os.waitid, 99, 0, os.WEXITED)
attempt(os.waitid, 2**40, 0, os.WEXITED)
attempt(os.waitid, os.P_PID, -1, os.WEXITED)
attempt(os.waitid, os.P_PID, 2**70, os.WEXITED)
attempt(os.waitid, "a", 0, os.WEXITED)

pid = child(3)
waited, status, usage = os.wait3(0)
print(waited == pid, os.waitstatus_to_exitcode(status), type(usage) is resource.struct_rusage)
pid = child(4)
waited, status, usage = os.wait4(pid, 0)
print(waited == pid, os.waitstatus_to_exitcode(status), usage.ru_maxrss > 0, len(usage))

pid = child(5)
seen = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
result = os.waitid(os.P_PID, pid, os.WEXITED)
print(seen == result, result.si_pid == pid, result.si_uid == os.getuid(), result[2:])
print(result.si_signo == signal.SIGCHLD, result.si_status, result.si_code == os.CLD_EXITED)

reading, writing = os.pipe()
pid = os.fork()
if pid == 0:
    os.read(reading, 1)
    os._exit(6)
print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG), os.wait4(pid, os.WNOHANG)[:2])
os.kill(pid, signal.SIGKILL)
print(os.waitid(os.P_PID, pid, os.WEXITED)[2:])

print(os.waitid_result((1, 2, 3, 4, 5)), os.waitid_result.__match_args__)
attempt(os.waitid_result, (1, 2, 3, 4))
