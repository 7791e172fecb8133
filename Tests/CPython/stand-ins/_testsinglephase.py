"""Stands in for one of CPython's test extensions: its name is asked for, its content is not."""
