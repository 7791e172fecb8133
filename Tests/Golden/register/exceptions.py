def guarded(path):
    try:
        with open(path) as file:
            return file.read()
    except (OSError, ValueError) as error:
        report(error)
    finally:
        done()


def grouped(work):
    try:
        work()
    except* KeyError as group:
        report(group)
