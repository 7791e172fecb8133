"""Interpreters that run parity_stages.py side by side."""

import os
import pathlib
import resource
import select
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
MEMORY = 8 << 30  # of each process


class Worker:
    """An interpreter that runs parity_stages.py, restarted when it dies or takes too long."""

    def __init__(self, command, stages, timeout):
        self.command = [*command, str(HERE / "parity_stages.py"), stages]
        self.timeout = timeout
        self.process = None

    def start(self):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
        self.rest = b""

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None

    def line(self, deadline):
        """The next line; None if the process ended, "" if time is up."""
        while b"\n" not in self.rest:
            ready, _, _ = select.select(
                [self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                return ""
            chunk = os.read(self.process.stdout.fileno(), 1 << 16)
            if not chunk:
                return None
            self.rest += chunk
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode()

    def ask(self, *words):
        """{name: value} of the answer. A stage that killed the process is there with the reason."""
        if not self.process:
            self.start()
        answer, stage = {}, words[0]
        try:
            self.process.stdin.write(("\t".join(words) + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        deadline = time.monotonic() + self.timeout
        while (line := self.line(deadline)) != ".":
            if not line:
                late = line == ""
                code = None if late else self.process.wait()
                self.stop()
                return answer | {stage: "did not end" if late else f"ended with exit code {code}"}
            if line[0] == ">":
                stage = line[1:]
            else:
                name, _, value = line.partition("\t")
                answer[name] = value
        return answer


def both(pool, workers, commands):
    """The answers of the two workers to a list of commands each, asked side by side."""
    jobs = [pool.submit(lambda w=w, c=c: [w.ask(*words) for words in c])
            for w, c in zip(workers, commands)]
    return [job.result() for job in jobs]


def home():
    """The folder of the reference."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.environ.get("TAIPAN_REFERENCE") or f"{cache}/taipan/cpython-3.13"


def add_interpreters(parser):
    parser.add_argument("--reference", default=f"{home()}/usr/bin/python3.13")
    parser.add_argument("--taipan", default=str(HERE.parent / ".build/release/taipan"))


def commands(options):
    return [("reference", [options.reference, "-B"]), ("taipan", [options.taipan, "-B"])]
