"""Stacks of threads on demand, after a time, at a signal and at a crash; arguments that are refused."""

import faulthandler
import os
import re
import signal
import subprocess
import sys
import tempfile


def show(file):
    file.seek(0)
    text = re.sub(r"0x[0-9a-f]+", "0x…", file.read()).replace(__file__, "FILE")
    print(re.sub(r'File "[^"]*threading.py", line \d+', 'File "threading.py"', text), end="")
    file.seek(0)
    file.truncate()


def inner(file, **options):
    faulthandler.dump_traceback(file, **options)


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


with tempfile.TemporaryFile("w+") as file:
    inner(file)
    show(file)
    inner(file.fileno(), all_threads=False)
    show(file)
    faulthandler.register(signal.SIGUSR1, file, all_threads=False)
    os.kill(os.getpid(), signal.SIGUSR1)
    show(file)
    before = []
    signal.signal(signal.SIGUSR2, lambda number, frame: before.append(number))
    faulthandler.register(signal.SIGUSR2, file, chain=True)
    os.kill(os.getpid(), signal.SIGUSR2)
    show(file)
    print(before == [signal.SIGUSR2], faulthandler.unregister(signal.SIGUSR2), faulthandler.unregister(signal.SIGUSR2))

for arguments in [(-1,), ("x",), (2**40,)]:
    attempt(faulthandler.dump_traceback, *arguments)
for number in [signal.SIGSEGV, 0, 1000, "x"]:
    attempt(faulthandler.register, number)
for timeout in [0, -1, "x"]:
    attempt(faulthandler.dump_traceback_later, timeout)
print(faulthandler.is_enabled(), faulthandler.enable(), faulthandler.is_enabled(), faulthandler.disable(), faulthandler.disable())


def run(source, *options):
    done = subprocess.run([sys.executable, *options, "-c", source], text=True, capture_output=True)
    print(done.returncode, done.stdout)
    print(re.sub(r"0x[0-9a-f]+", "0x…", done.stderr.split("\nExtension")[0]).strip())


run("""
import faulthandler, threading
lock = threading.Lock()
lock.acquire()
def stays():
    lock.acquire()
faulthandler.dump_traceback_later(0.05, exit=True)
stays()
""")
run("""
import faulthandler, time
faulthandler.dump_traceback_later(30)
faulthandler.cancel_dump_traceback_later()
print("cancelled")
""")
run("""
import faulthandler, os, signal
faulthandler.enable()
def crashes():
    os.kill(os.getpid(), signal.SIGSEGV)
crashes()
""")
run("import faulthandler; print(faulthandler.is_enabled())", "-X", "faulthandler")
run("import faulthandler; print(faulthandler.is_enabled())", "-X", "dev")
