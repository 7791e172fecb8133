# A constructor whose __init__ collects all arguments returns the instance, also when it is called again.


class Collecting:
    def __init__(*args, **keywords):
        args[0].count = len(args) + len(keywords)

    def method(*args):
        return len(args), args[0].count


for i in range(4):
    print(Collecting().method(), Collecting(1, 2, key=3).method(4))


def reraised():
    try:
        raise ValueError("once")
    except ValueError:
        raise


try:
    reraised()
except ValueError as error:
    lines = []
    entry = error.__traceback__
    while entry:
        lines.append(entry.tb_lineno)
        entry = entry.tb_next
    print(lines)
