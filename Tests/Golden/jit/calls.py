# A short function is built in place of its call, a recursive one is called.
def square(x):
    return x * x


def sum_of_squares(a, b):
    return square(a) + square(b)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


sum_of_squares(1, 2)
sum_of_squares(3, 4)
fib(3)
