# The line of a frame that an exception has left: where it was raised, not where it was raised again.


class Noop:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def in_except():
    try:
        1 / 0
    except:
        1 / 0
        pass


def other_except():
    try:
        1 / 0
    except TypeError as error:
        pass


def named_except():
    try:
        1 / 0
    except Exception as error:
        1 / 0
        pass


def in_finally():
    try:
        1 / 0
    finally:
        pass


def with_noop():
    with Noop():
        1 / 0
        pass


def generator():
    try:
        yield
        1 / 0
    finally:
        pass


def of_generator():
    for _ in generator():
        pass


for function in in_except, other_except, named_except, in_finally, with_noop, of_generator:
    try:
        function()
    except Exception as error:
        traceback = error.__traceback__.tb_next
        while traceback:
            frame = traceback.tb_frame
            print(function.__name__, frame.f_lineno - frame.f_code.co_firstlineno, traceback.tb_lineno)
            traceback = traceback.tb_next
