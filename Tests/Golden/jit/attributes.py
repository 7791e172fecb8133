# Slots of instances behind guards on shapes; names of the module behind guards on its keys.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


SCALE = 3


def stretch(p):
    p.x = p.x * SCALE


p = Point(1, 2)
stretch(p)
stretch(p)
