"""Compares Python interpreters on the programs of this folder and on pyperformance's.

    Benchmarks/run [NAME=PATH ...] [--only TEXT] [--seconds S] [--rounds N] [--json FILE]

The first interpreter is the baseline. Without any, the reference CPython is compared with
Taipan. Every program runs under all interpreters in turn, round after round (A B A B), each
time in a new process. Reported are the first iteration, the best and the median one, and the
peak memory of the process until then; results go to perf/ as JSON. As each process has only one first
iteration, and other load on the machine makes it up to twice as long, there are further processes, also in
turn, that end after it; the least of the firsts is the one reported.

`--suite library` compares what programs do with the standard library instead: small tasks, to find what
is slower than it should be. They are no part of the means above.

The answers of all interpreters must be equal: of this folder's programs the text of what
`run()` returned, of pyperformance's a checksum of what their functions returned during a call
in another process, which is not measured (`pyperformance/answers.py`). A different answer is reported as a problem and makes the
exit code 1, as a crash does.
"""

import argparse
import ast
import dataclasses
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "taipan"
PYPERFORMANCE = "1.14.0"
TIMEOUT = 60
# Seconds after which no more processes are started for a program's first iteration.
MOST_FOR_FIRSTS = 4

# Folder without `bm_`, then the arguments of the script.
PYPERFORMANCE_PROGRAMS = {
    name: [] for name in (
        "barnes_hut chaos comprehensions coroutines deltablue fannkuch float generators go "
        "hexiom mdp meteor_contest nbody nqueens pidigits pyflate raytrace richards "
        "richards_super scimark spectral_norm telco unpack_sequence deepcopy pprint logging "
        "json_dumps json_loads regex_compile regex_effbot regex_v8 async_generators tomli_loads"
    ).split()
}


@dataclasses.dataclass
class Interpreter:
    name: str
    path: str
    version: str = ""


@dataclasses.dataclass
class Measured:
    """What one process reported for one benchmark."""

    first: float
    best: float
    median: float
    memory: int


def identify(name, path):
    """An interpreter with its version and, for a build of this repository, the commit."""
    if os.sep in path:
        path = os.path.abspath(path)
    done = subprocess.run([path, "-V"], capture_output=True, text=True)
    version = (done.stdout or done.stderr).strip()
    if str(ROOT) in os.path.abspath(path):
        commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT,
                                capture_output=True, text=True).stdout.strip()
        version += f", {commit}"
    return Interpreter(name, path, version)


def pyperformance_folder():
    """The unpacked benchmark scripts, downloaded once."""
    folder = CACHE / "pyperformance" / PYPERFORMANCE
    scripts = folder / "pyperformance" / "data-files" / "benchmarks"
    if scripts.exists():
        return scripts
    print(f"downloading pyperformance {PYPERFORMANCE}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as download:
        fetch = ["pip", "download", "-q", "--no-deps", "-d", download,
                 f"pyperformance=={PYPERFORMANCE}"]
        for command in (["python3", "-m", *fetch], fetch):
            if subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0:
                break
        else:
            sys.exit("pyperformance could not be downloaded: pip is needed")
        folder.mkdir(parents=True, exist_ok=True)
        for wheel in pathlib.Path(download).glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder)
    return scripts


def programs(options):
    """(name, command line without the interpreter, import path) of everything to run."""
    chosen = []
    if options.suite in ("all", "own"):
        for file in sorted((HERE / "programs").glob("*.py")):
            chosen.append((file.stem, [str(HERE / "harness.py"), file.stem], ""))
    if options.suite == "library":
        tasks = ast.parse((HERE / "library.py").read_text(encoding="utf-8")).body
        for task in tasks:
            if isinstance(task, ast.FunctionDef):
                name = f"library.{task.name}"
                chosen.append((name, [str(HERE / "harness.py"), name], ""))
    if options.suite in ("all", "pyperformance"):
        scripts = pyperformance_folder()
        for name, arguments in PYPERFORMANCE_PROGRAMS.items():
            script = scripts / f"bm_{name}" / "run_benchmark.py"
            chosen.append((f"pp/{name}", [str(script), *arguments], str(HERE / "pyperformance")))
    return [c for c in chosen if not options.only or any(t in c[0] for t in options.only)]


def launch(command, environment):
    """Runs a process; exit code (None after the time limit), stdout, stderr."""
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=TIMEOUT,
                              capture_output=True, text=True, errors="replace")
    except subprocess.TimeoutExpired:
        return None, "", ""
    return done.returncode, done.stdout, done.stderr


def measure(interpreter, command, import_path, seconds):
    """One process: its answer text and {benchmark: Measured}, or the reason of a failure.

    Without seconds nothing is measured, only the answer is given; 0 is one iteration.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONHASHSEED"] = "0"
    environment |= ({"TAIPAN_BENCH_ANSWER": "1"} if seconds is None else
                    {"TAIPAN_BENCH_SECONDS": str(seconds)})
    if import_path:
        environment["PYTHONPATH"] = import_path
    code, text, errors = launch([interpreter.path, *command], environment)
    if code is None:
        return None, f"no end within {TIMEOUT} s"
    if code != 0:
        last = errors.strip().splitlines()[-1:] or [""]
        return None, f"exit code {code}: {last[0][:100]}"
    results, answer = {}, []
    for line in text.splitlines():
        if line.startswith("RESULT "):
            name, *seconds, _, memory = line.split()[1:]
            # They are told in nanoseconds: what took less than one counts as one.
            results[name] = Measured(*(max(float(s), 1e-9) for s in seconds), int(memory))
        else:
            answer.append(line)
    return "\n".join(answer), results


def merge(rounds):
    """The least first iteration, the very best, the median, the largest memory."""
    return Measured(min(m.first for m in rounds), min(m.best for m in rounds),
                    statistics.median(m.median for m in rounds), max(m.memory for m in rounds))


def measure_firsts(options, interpreters, program, collected, problems):
    """Processes of one iteration each, in turn: their firsts are added to what was measured."""
    _, command, import_path = program
    end = time.monotonic() + MOST_FOR_FIRSTS
    for _ in range(options.firsts):
        for interpreter in interpreters:
            if interpreter.name in problems or time.monotonic() > end:
                continue
            answer, results = measure(interpreter, command, import_path, 0)
            if answer is None:
                problems[interpreter.name] = results
                continue
            for benchmark, measured in results.items():
                rounds = collected[benchmark][interpreter.name]
                rounds[0].first = min(rounds[0].first, measured.first)


def run_program(options, interpreters, program):
    """All rounds of one program: ({benchmark: {interpreter: Measured}}, problems)."""
    name, command, import_path = program
    collected, answers, problems = {}, {}, {}
    for number in range(options.rounds + 1):
        # Own programs print their answers with the times; the others need one run for them.
        seconds = options.seconds if number < options.rounds else None
        for interpreter in interpreters:
            if interpreter.name in problems or seconds is None and not import_path:
                continue
            answer, results = measure(interpreter, command, import_path, seconds)
            if answer is None:
                problems[interpreter.name] = results
                continue
            if seconds is None or not import_path:
                answers.setdefault(interpreter.name, answer)
            for benchmark, measured in results.items():
                collected.setdefault(benchmark, {}).setdefault(interpreter.name, []).append(measured)
    measure_firsts(options, interpreters, program, collected, problems)
    baseline = answers.get(interpreters[0].name)
    for other, answer in answers.items():
        if answer != baseline:
            problems[other] = "another answer than the baseline"
    prefix = "pp/" if name.startswith("pp/") else ""
    return {prefix + benchmark: {who: merge(rounds) for who, rounds in by.items()}
            for benchmark, by in collected.items()}, problems


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


def duration(seconds):
    """Three digits with a unit: 12.3 ms."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            break
    else:
        unit, factor = "ns", 1e9
    return f"{seconds * factor:#.3g} {unit}".replace(". ", " ")


def row(name, baseline, other):
    return (f"| {name} | {duration(baseline.first)} | {duration(baseline.best)} "
            f"| {duration(other.first)} | {duration(other.best)} "
            f"| {baseline.first / other.first:.2f}× | {baseline.best / other.best:.2f}× "
            f"| {baseline.memory / 1024:.0f} | {other.memory / 1024:.0f} "
            f"| {other.memory / baseline.memory:.2f} |")


def table(results, baseline, other):
    """A Markdown table of one interpreter against the baseline; above 1× is faster."""
    lines = [f"| program | {baseline}: first | best | {other}: first | best | first × | best × "
             f"| {baseline}: MiB | {other}: MiB | ratio |", "|---|" + "--:|" * 9]
    ratios = []
    for name, by in results.items():
        if baseline in by and other in by:
            a, b = by[baseline], by[other]
            lines.append(row(name, a, b))
            ratios.append((a.first / b.first, a.best / b.best, b.memory / a.memory))
    means = [geometric_mean(column) for column in zip(*ratios)] or [float("nan")] * 3
    lines.append(f"| **geometric mean of {len(ratios)}** | | | | | **{means[0]:.2f}×** "
                 f"| **{means[1]:.2f}×** | | | **{means[2]:.2f}** |")
    return "\n".join(lines)


def start_up(interpreters, count=15):
    """{name: [seconds of `-c pass`, best of some, in turns; peak KiB]}."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    peak = ["-c", "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"]
    best = {i.name: [math.inf, int(launch([i.path, *peak], environment)[1] or 0)]
            for i in interpreters}
    for _ in range(count):
        for interpreter in interpreters:
            start = time.perf_counter()
            pid = os.posix_spawn(interpreter.path, [interpreter.path, "-c", "pass"], environment)
            os.waitpid(pid, 0)
            entry = best[interpreter.name]
            entry[0] = min(entry[0], time.perf_counter() - start)
    return best


def save(options, interpreters, results, problems, start):
    """Writes the run as JSON; returns the path."""
    path = pathlib.Path(options.json) if options.json else \
        ROOT / "perf" / time.strftime("comparison-%Y%m%d-%H%M%S.json", time.gmtime())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({
        "interpreters": [{"name": i.name, "version": i.version} for i in interpreters],
        "seconds": options.seconds, "rounds": options.rounds, "firsts": options.firsts,
        "start_up": {n: {"seconds": s, "kib": k} for n, (s, k) in start.items()},
        "results": {name: {who: dataclasses.asdict(m) for who, m in by.items()}
                    for name, by in results.items()},
        "problems": problems}, indent=1) + "\n")
    return path


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("interpreters", nargs="*", metavar="NAME=PATH")
    parser.add_argument("--only", action="append", help="programs whose name contains this text")
    parser.add_argument("--suite", choices=["all", "own", "pyperformance", "library"], default="all")
    parser.add_argument("--seconds", type=float, default=1, help="of each process")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--firsts", type=int, default=4, help="further processes of one iteration")
    parser.add_argument("--json", help="where the results go")
    return parser.parse_args()


def main():
    options = parse_arguments()
    prefix = os.environ.get("TAIPAN_REFERENCE") or CACHE / "cpython-3.13"
    pairs = options.interpreters or [
        f"reference={prefix}/usr/bin/python3.13",
        f"taipan={os.environ.get('TAIPAN') or ROOT / '.build/release/taipan'}"]
    interpreters = [identify(*pair.split("=", 1)) for pair in pairs]
    for interpreter in interpreters:
        print(f"{interpreter.name}: {interpreter.version} ({interpreter.path})")
    chosen = programs(options)
    results, problems, begin = {}, {}, time.monotonic()
    for number, program in enumerate(chosen, 1):
        print(f"[{number}/{len(chosen)}] {program[0]}", file=sys.stderr, end=" ", flush=True)
        start = time.monotonic()
        measured, wrong = run_program(options, interpreters, program)
        results |= measured
        if wrong:
            problems[program[0]] = wrong
        print(progress(measured, interpreters), *wrong.values(),
              f"({time.monotonic() - start:.0f} s)", file=sys.stderr, flush=True)
    start = start_up(interpreters)
    for other in interpreters[1:]:
        print(f"\n{table(results, interpreters[0].name, other.name)}")
    print()
    for name, (seconds, memory) in start.items():
        print(f"start-up of {name}: {seconds * 1e3:.1f} ms, {memory / 1024:.1f} MiB")
    for program, wrong in problems.items():
        for who, reason in wrong.items():
            print(f"PROBLEM {program} under {who}: {reason}")
    print(f"{len(chosen)} programs, {len(chosen) - len(problems)} with equal answers, "
          f"in {time.monotonic() - begin:.0f} s")
    print(f"written: {save(options, interpreters, results, problems, start)}")
    return 1 if problems else 0


def progress(measured, interpreters):
    """The best times of a program, the interpreters side by side."""
    return ", ".join(" / ".join(duration(by[i.name].best) if i.name in by else "–"
                                for i in interpreters) for by in measured.values())


if __name__ == "__main__":
    sys.exit(main())
