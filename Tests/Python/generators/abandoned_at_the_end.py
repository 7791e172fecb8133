"""What is still suspended inside `try` when the program ends is closed, while it can still print."""


def guarded(name):
    try:
        yield 1
    finally:
        print("finally", name)


kept = guarded("kept")
next(kept)
print("end")
