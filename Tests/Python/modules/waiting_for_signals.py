# sigwait and its kin take signals that are blocked; a descriptor of a process takes signals, too.
import os
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])


def report(body):
    try:
        print(body())
    except Exception as error:
        print(type(error).__name__, error)


def send():
    os.kill(os.getpid(), signal.SIGUSR1)


def information():
    info = signal.sigwaitinfo([signal.SIGUSR1])
    return info.si_signo, info.si_code, info.si_errno, info.si_pid == os.getpid(), info.si_status


report(lambda: signal.sigtimedwait([signal.SIGUSR1], 0))
report(lambda: signal.sigtimedwait([signal.SIGUSR1], -1))
send()
report(information)
send()
report(lambda: signal.sigtimedwait({signal.SIGUSR1}, 5).si_signo)
send()
report(lambda: signal.sigwait([signal.SIGUSR1]))
report(lambda: signal.sigwait([999]))
report(lambda: signal.sigwait(5))
signal.signal(signal.SIGUSR2, lambda number, frame: print("handled", number))
own = os.pidfd_open(os.getpid())
report(lambda: signal.pidfd_send_signal(own, signal.SIGUSR2))
report(lambda: signal.pidfd_send_signal(own, 0, 5))
report(lambda: signal.pidfd_send_signal(-1, 0))
