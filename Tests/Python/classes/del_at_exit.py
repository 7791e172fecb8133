# `__del__` of what is left at the end runs while the standard streams still work.


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        for _ in range(2):
            print("gone", self.name)


kept = Loud("kept")
