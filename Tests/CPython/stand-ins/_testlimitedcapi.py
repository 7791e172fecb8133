"""Stands in for one of CPython's test extensions: tests that call it are skipped, they test the C API."""

import unittest


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise unittest.SkipTest(f"_testlimitedcapi.{name} calls CPython's C API")
