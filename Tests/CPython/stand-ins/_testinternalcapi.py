"""Stands in for CPython's module of internals, so that test files which import it can be loaded.

A test that asks for more than the configuration is skipped: it tests CPython's C API.
"""

import unittest


def get_config():
    return {"code_debug_ranges": 1}


def get_immortalize_deferred():
    return False


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise unittest.SkipTest(f"_testinternalcapi.{name} gives access to CPython's internals")
