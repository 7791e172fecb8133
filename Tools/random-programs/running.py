"""Runs programs under an interpreter in a setting, and says how two runs differ."""

import dataclasses
import os
import re
import subprocess

REFERENCE_TIME = 10
TIME = 30
# What is compiled at once and never again: a twentieth of the time that LLVM needs for a program.
FIRST = {"TAIPAN_JIT": "eager", "TAIPAN_LLVM_LIBRARY": "/nonexistent"}
SETTINGS = {
    "plain": {},
    "stress": {"TAIPAN_GC": "stress=211"},
    "tiny": {"TAIPAN_CACHES": "tiny"},
    "jit-off": {"TAIPAN_JIT": "off"},
    "jit-on": {"TAIPAN_JIT": "on"},
    "jit-eager": {"TAIPAN_JIT": "eager"},
    "jit-first": FIRST,
    "jit-first-stress": {**FIRST, "TAIPAN_GC": "stress=211"},
    "jit-eager-tiny": {"TAIPAN_JIT": "eager", "TAIPAN_CACHES": "tiny"},
    "jit-eager-stress": {"TAIPAN_JIT": "eager", "TAIPAN_GC": "stress=211"},
    "jit-eager-verify": {"TAIPAN_JIT": "eager", "TAIPAN_GC": "verify"},
}


@dataclasses.dataclass(frozen=True)
class Ending:
    """What a program printed, how it ended, and the last line of its standard error."""

    code: int | None  # None after a timeout
    output: str
    error: str

    def kind_of_difference(self, expected):
        """Empty, or one word for how this ending is not the expected one."""
        if self == expected:
            return ""
        if self.code is None:
            return "timeout"
        if self.code < 0 and self.code != expected.code or self.code >= 128:
            return f"signal{abs(self.code) & 127}"
        if self.code != expected.code:
            return "exit"
        return "output" if self.output != expected.output else "error"


def environment_of(setting):
    """The variables of a setting: a name of SETTINGS, or `VARIABLE=VALUE+VARIABLE=VALUE`."""
    if setting in SETTINGS:
        return SETTINGS[setting]
    if "=" not in setting:
        raise SystemExit(f"no setting {setting!r}: one of {', '.join(SETTINGS)}, or VARIABLE=VALUE+...")
    return dict(part.split("=", 1) for part in setting.split("+"))


def run(python, arguments, setting="plain", timeout=TIME, hash_seed="0"):
    """Runs a program to its end."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TAIPAN_JIT", "TAIPAN_GC", "TAIPAN_CACHES", "TAIPAN_LLVM"))}
    environment |= {"PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8", **environment_of(setting)}
    try:
        done = subprocess.run([python, "-S", "-B", "-W", "ignore", *arguments], env=environment, timeout=timeout,
                              stdin=subprocess.DEVNULL, capture_output=True)
    except subprocess.TimeoutExpired as late:
        return Ending(None, (late.stdout or b"").decode("utf-8", "replace"), "timed out")
    errors = readable(done.stderr).strip().splitlines()
    return Ending(done.returncode, readable(done.stdout), errors[-1] if errors else "")


def readable(output):
    """Output without the addresses of objects."""
    return re.sub(r" at 0x[0-9a-f]+", " at 0x", output.decode("utf-8", "replace"))


def run_reference(python, file):
    return run(python, [str(file)], timeout=REFERENCE_TIME)


def is_stable(python, file, expected):
    """Whether the reference prints the same with other addresses and another order of sets."""
    return run(python, [str(file)], timeout=REFERENCE_TIME, hash_seed="1") == expected


def first_difference(expected, actual):
    """The first pair of lines that differ, as text."""
    a, b = expected.output.splitlines(), actual.output.splitlines()
    for number, (left, right) in enumerate(zip(a + [f"(exit code {expected.code}) {expected.error}"], b + [f"(exit code {actual.code}) {actual.error}"]), 1):
        if left != right:
            return f"  line {number}\n    expected {left[:300]}\n    actual   {right[:300]}"
    return f"  expected exit code {expected.code} {expected.error[:200]}, {len(a)} lines; actual {actual.code} {actual.error[:200]}, {len(b)} lines"
