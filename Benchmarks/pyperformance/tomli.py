"""Gives pyperformance's tomli benchmark the standard library's `tomllib`."""

from tomllib import loads
