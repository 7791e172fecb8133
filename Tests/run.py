"""Runs the golden tests and the Python scripts; see Tools/test.

A golden test is a pair NAME.py, NAME.expected in Tests/Golden/STAGE: the expected text
is what `taipan --dump=STAGE NAME.py` prints. In Tests/Golden/commands NAME.sh is run by bash with
the interpreter in $PYTHON: for what the reference does not have. A Python script anywhere under
Tests/Python must print what the reference prints and end with the same exit code, under every setting
of SETTINGS that names it. A file Tests/CommandLine/NAME.sh holds cases, each behind a line `### TITLE`:
bash runs them with the interpreter in $PYTHON, in a copy of Tests/CommandLine/files, and
stdout, stderr and exit code must be the reference's, the interpreter's own path and the
addresses of objects apart. Scripts that cannot pass yet are listed, sorted and with the reason, in
Tests/Python/expected-failures.txt; a listed script that passes fails the run. CPython's own test
files run unmodified from the reference's library: those of Tests/CPython/passing.txt pass, in the
others exactly the tests of Tests/CPython/expected-failures.txt fail (Tests/CPython/run_file.py).
The tests of the parts below Python are functions under Tests/Unit; one program holds them all.
Documentation/Conformance.md says what is missing.
"""

import argparse
import concurrent.futures
import dataclasses
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
CPYTHON = TESTS / "CPython"
# Stages of --dump, and what else they need.
STAGES = {"tokens": [], "ast": [], "symtable": [], "bytecode": [], "register": [],
          "jit": ["-X", "jit=eager"]}
TIMEOUT = 90
REFERENCE_TIMEOUT = 60
CPYTHON_TIMEOUT = 120
UNIT_TIMEOUT = 120


@dataclasses.dataclass(frozen=True)
class Setting:
    """Environment variables, and the scripts that run with them: those whose path starts so."""

    environment: dict
    scripts: tuple = ("",)


EAGER = {"TAIPAN_JIT": "eager", "TAIPAN_VERIFY_LLVM": "1"}
SETTINGS = {
    "plain": Setting({}),
    "collector stress": Setting({"TAIPAN_GC": "stress=101"}),
    "tiny caches": Setting({"TAIPAN_CACHES": "tiny"}),
    "compiled eagerly": Setting(EAGER),
    "compiled eagerly, collector stress": Setting(
        EAGER | {"TAIPAN_GC": "stress=101"},
        ("jit/", "classes/", "exceptions/", "functions/", "generators/", "statements/")),
    "compiled when hot": Setting({"TAIPAN_JIT": "on"}, ("jit/",)),
}


@dataclasses.dataclass
class Outcome:
    """The result of one test: its name, and why it failed if it did."""

    name: str
    reason: str = ""
    detail: str = ""


def run(command, folder, extra=None, timeout=TIMEOUT, merge=False):
    """Exit code and output of a command; the code is None after a timeout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"} | (extra or {})
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, timeout=timeout, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT if merge else subprocess.PIPE)
    except subprocess.TimeoutExpired as late:
        return None, late.stdout or b"", late.stderr or b""
    return done.returncode, done.stdout, done.stderr or b""


def difference(expected, actual, limit=12):
    """The first lines of a unified difference, indented."""
    lines = difflib.unified_diff(
        expected.decode("utf-8", "replace").splitlines(),
        actual.decode("utf-8", "replace").splitlines(),
        "expected", "actual", lineterm="", n=1)
    return "\n".join("    " + line for line in list(lines)[:limit])


def golden(options, source):
    """Compares what is printed for one file with the expected text."""
    stage = source.parent.name
    outcome = Outcome(f"golden {stage}/{source.stem}")
    extra = {}
    if source.suffix == ".sh":
        command, extra = ["bash", source.name], {"PYTHON": options.taipan}
    else:
        command = [options.taipan, *STAGES[stage], f"--dump={stage}", source.name]
    _, text, _ = run(command, source.parent, extra, merge=True)
    expected = source.with_suffix(".expected")
    if options.update:
        expected.write_bytes(text)
    elif not expected.exists():
        outcome.reason = "no expected text (use --update)"
    elif text != expected.read_bytes():
        outcome.reason = "differs"
        outcome.detail = difference(expected.read_bytes(), text)
    return [outcome]


def why_different(expected, actual, signals=False):
    """Why a run is not equal to the reference's run, and the details."""
    code, text, errors = actual
    last = errors.decode("utf-8", "replace").strip().splitlines()[-1:]
    if code is None:
        return "timed out", ""
    if code < 0 and not (signals and code == expected[0]):
        return f"killed by signal {-code}", "    " + "".join(last)
    if code != expected[0]:
        return f"exit code {code}, expected {expected[0]}", "    " + "".join(last)
    if text != expected[1]:
        return "output differs", difference(expected[1], text)
    return "", ""


def script(options, source):
    """Runs one script under the reference once, and under Taipan in every setting."""
    name = source.relative_to(TESTS / "Python").as_posix()
    expected = run([options.reference, source.name], source.parent, timeout=REFERENCE_TIMEOUT)
    outcomes = []
    for title, setting in SETTINGS.items():
        if not name.startswith(setting.scripts):
            continue
        actual = run([options.taipan, source.name], source.parent, setting.environment)
        reason, detail = why_different(expected, actual)
        outcomes.append(Outcome(f"{name} ({title})", reason, detail))
    if name not in options.expected_failures:
        return outcomes
    if any(outcome.reason for outcome in outcomes):
        return []
    return [Outcome(name, "surprise pass: take it off expected-failures.txt")]


def cases(source):
    """The cases of one file of command lines as (title, shell text)."""
    parts = source.read_text().split("\n### ")
    return [(title.strip(), text) for title, _, text in (p.partition("\n") for p in parts[1:])]


def same_text(text, interpreter):
    """Output without what may differ: the interpreter's path, addresses."""
    text = text.replace(interpreter.encode(), b"PYTHON")
    return re.sub(rb"0x[0-9a-f]+", b"0x", text)


def command(interpreter, text):
    """Runs one case in a fresh folder that always has the same name."""
    with tempfile.TemporaryDirectory() as parent:
        folder = pathlib.Path(parent) / "files"
        shutil.copytree(TESTS / "CommandLine" / "files", folder)
        code, out, err = run(["bash", "-c", text], folder, {"PYTHON": interpreter})
        return code, *(same_text(t.replace(parent.encode(), b""), interpreter) for t in (out, err))


def command_line(options, source):
    """Runs the cases of one file under both interpreters."""
    outcomes = []
    for title, text in cases(source):
        expected = command(options.reference, text)
        actual = command(options.taipan, text)
        outcome = Outcome(f"CommandLine/{source.stem}: {title}")
        outcome.reason, outcome.detail = why_different(expected, actual, signals=True)
        if not outcome.reason and actual[2] != expected[2]:
            outcome.reason, outcome.detail = "stderr differs", difference(expected[2], actual[2])
        outcomes.append(outcome)
    return outcomes


def cpython(options, source):
    """Runs one of CPython's test files, in a folder of its own because some write files."""
    outcome = Outcome(f"CPython/{source.name}")
    command = [options.taipan, str(CPYTHON / "run_file.py"), source.name,
               str(CPYTHON / "expected-failures.txt")]
    with tempfile.TemporaryDirectory() as folder:
        code, text, errors = run(command, folder, timeout=CPYTHON_TIMEOUT)
    if code != 0:
        outcome.reason = "timed out" if code is None else f"exit code {code}"
        told = (text if code == 1 and text.strip() else errors).decode("utf-8", "replace")
        outcome.detail = "\n".join("    " + line for line in told.splitlines()[-12:])
    return [outcome]


def cpython_files():
    """The names of CPython's test files that run: those that pass, and those with listed failures."""
    names = set()
    for name in ("passing.txt", "expected-failures.txt"):
        lines = (CPYTHON / name).read_text().splitlines()
        lines = [line for line in lines if line and line[0] != "#"]
        if lines != sorted(set(lines)):
            sys.exit(f"{CPYTHON / name}: not sorted")
        names |= {re.split("[. ]", line, maxsplit=1)[0] for line in lines}
    return names


def unit_events(program, module, file):
    """What the program of the unit tests tells while it runs those of a module; its exit code."""
    code, text, errors = run(
        [program, "--testing-library", "swift-testing", "--filter", rf"^{module}\.",
         "--event-stream-version", "0", "--event-stream-output-path", file.name],
        TESTS, timeout=UNIT_TIMEOUT)
    # The last line of a program that was killed may be torn.
    lines = file.read().split("\n")[:-1]
    return [json.loads(line) for line in lines], code, text + errors


def unit(options, folder):
    """Runs the unit tests of a module in one process; those whose name has the --only text count."""
    with tempfile.NamedTemporaryFile("r") as file:
        records, code, text = unit_events(options.unit, folder.name, file)
    named = {}
    for record in records:
        test = record["payload"]
        if record["kind"] == "test" and test["kind"] == "function":
            suite = test["id"].split("/")[0].replace(".", "/")
            named[test["id"]] = Outcome(f"Unit/{suite}/{test['name'].partition('(')[0]}",
                                        "did not end")
    for record in records:
        event = record["payload"]
        outcome = named.get(event.get("testID"))
        if outcome and event["kind"] == "testEnded" and outcome.reason == "did not end":
            outcome.reason = ""
        elif outcome and event["kind"] == "issueRecorded":
            outcome.reason = "failed"
            outcome.detail += "".join(f"    {m['text']}\n" for m in event["messages"])
    if code != 0 and not any(outcome.reason == "failed" for outcome in named.values()):
        lines = text.decode("utf-8", "replace").splitlines()[-12:]
        named[""] = Outcome(f"Unit/{folder.name}", f"exit code {code}",
                            "\n".join("    " + line for line in lines))
    if not named:
        named[""] = Outcome(f"Unit/{folder.name}", "no tests")
    return [o for i, o in named.items() if not i or options.only in o.name]


def read_expected_failures():
    """The listed scripts with their reasons; the list must be sorted and complete."""
    path = TESTS / "Python" / "expected-failures.txt"
    lines = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
    if lines != sorted(lines):
        sys.exit(f"{path}: not sorted")
    entries = dict(line.split(" ", 1) if " " in line else (line, "") for line in lines)
    for name, reason in entries.items():
        if not reason.strip():
            sys.exit(f"{path}: {name} has no reason")
        if not (TESTS / "Python" / name).exists():
            sys.exit(f"{path}: {name} does not exist")
    return entries


def collect(options):
    """All tests as (function, file), those with the --only text in their path."""
    goldens = [(golden, f) for stage in STAGES for f in (TESTS / "Golden" / stage).glob("*.py")]
    goldens += [(golden, f) for f in (TESTS / "Golden" / "commands").glob("*.sh")]
    scripts = [(script, f) for f in (TESTS / "Python").rglob("*.py")]
    commands = [(command_line, f) for f in (TESTS / "CommandLine").glob("*.sh")]
    own = [(cpython, CPYTHON / name) for name in cpython_files()]
    units = [(unit, f) for f in sorted((TESTS / "Unit").iterdir())] if options.unit else []
    if options.update:
        scripts = commands = own = units = []
    chosen = sorted(goldens + scripts + commands + own, key=lambda t: str(t[1]))
    chosen = [(kind, file) for kind, file in chosen if options.only in str(file.relative_to(TESTS))]
    return units + chosen


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--taipan", required=True, type=os.path.abspath)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--unit", type=os.path.abspath, help="the program of the unit tests")
    parser.add_argument("--update", action="store_true", help="rewrite the golden files")
    parser.add_argument("--only", default="", help="tests whose path contains this text")
    return parser.parse_args()


def main():
    options = parse_arguments()
    options.expected_failures = read_expected_failures()
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        tests = [pool.submit(kind, options, file) for kind, file in collect(options)]
        for test in tests:
            for outcome in test.result():
                if not outcome.reason:
                    passed += 1
                    continue
                failed += 1
                print(f"FAIL {outcome.name}: {outcome.reason}")
                if outcome.detail.strip():
                    print(outcome.detail)
    if options.expected_failures:
        print(f"{len(options.expected_failures)} scripts on the list of expected failures")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
