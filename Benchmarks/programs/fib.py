"""Doubly recursive Fibonacci of 32."""


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run():
    return fib(32) if fib(10) == 55 else None
