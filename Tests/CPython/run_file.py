"""Runs one of CPython's test files and compares what fails with the list of expected failures.

    taipan run_file.py NAME LIST [--list]

Prints a line for each test that fails unexpectedly and each listed one that passes, and ends with
exit code 1 if there are any. A reason that begins with `varies` excuses either result; one that
begins with `not run` keeps the test from being started, because it would not end. With --list the
lines of what fails are printed as the list has them.

Files that only load with CPython's C test modules get those of `stand-ins`, which skip the tests that
use them.
"""

import io
import os
import sys
import unittest

from test import support

# What tests may ask for: neither the network nor gigabytes of disk nor minutes of waiting.
RESOURCES = {"cpu", "decimal", "subprocess", "tzdata"}
WITH_STAND_INS = {
    "test_bytes", "test_code", "test_compile", "test_compileall", "test_ctypes", "test_dis", "test_marshal",
    "test_monitoring", "test_pkgutil", "test_traceback",
    "test_types"}
# Those that want `_testcapi` itself; others load without and leave out what needs it.
WITH_INTERFACE = {"test_monitoring"}


def read_list(path, module):
    """{test name without the module: reason} of a file's expected failures."""
    expected = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, _, reason = line.strip().partition(" ")
            if name.startswith(module + "."):
                expected[name[len(module) + 1:]] = reason
    return expected


def each_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each_test(test)
        else:
            yield test


def short_name(test, module):
    """A test's name; a subtest's is that of its test, a fixture's that of its class."""
    if isinstance(test, unittest.case._SubTest):
        test = test.test_case
    name = test.id().replace(" ", "_")
    return name.removeprefix(f"test.{module}.")


def reason_of(trace):
    lines = [line for line in trace.strip().splitlines() if line[:1] not in (" ", "")]
    told = [line for line in lines if line.split(":")[0].split(".")[-1].endswith(
        ("Error", "Exception", "Warning", "Exit"))]
    return ((told or lines or ["?"])[-1]).strip()[:110]


def main():
    module, path = sys.argv[1], sys.argv[2]
    expected = read_list(path, module)
    if module in WITH_STAND_INS:
        stand_ins = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stand-ins")
        sys.path.append(stand_ins)
        if module in WITH_INTERFACE:
            sys.path.append(os.path.join(stand_ins, "interface"))
    support.use_resources = RESOURCES
    loaded = unittest.defaultTestLoader.loadTestsFromName(f"test.{module}")
    suite = unittest.TestSuite(
        test for test in each_test(loaded)
        if not expected.get(short_name(test, module), "").startswith("not run"))
    count = suite.countTestCases()
    result = unittest.TextTestRunner(stream=io.StringIO(), verbosity=0).run(suite)
    failed = {}
    for test, trace in result.failures + result.errors:
        failed.setdefault(short_name(test, module), reason_of(trace))
    for test in result.unexpectedSuccesses:
        failed.setdefault(short_name(test, module), "unexpected success")
    if "--list" in sys.argv:
        for name, reason in sorted(failed.items()):
            print(f"{module}.{name} {reason}")
        print(f"# {count} tests, {len(result.skipped)} skipped, {len(failed)} failed")
        return 0
    wrong = [f"fails: {name}: {failed[name]}" for name in sorted(failed) if name not in expected]
    wrong += [f"passes although listed: {name}" for name, reason in sorted(expected.items())
              if name not in failed and not reason.startswith(("varies", "not run"))]
    print("\n".join(wrong))
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    # Without the shutdown of what the tests left behind.
    code = main()
    sys.stdout.flush()
    sys.exit(code)
