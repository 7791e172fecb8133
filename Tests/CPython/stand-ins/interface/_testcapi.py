"""Stands in for CPython's module that tests its C API, so that a test file which imports it can be loaded."""

import unittest


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise unittest.SkipTest(f"_testcapi.{name} tests CPython's C API")
