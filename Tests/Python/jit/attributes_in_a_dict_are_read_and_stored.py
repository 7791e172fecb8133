# Native code reads and stores attributes of objects that have them in a dict, until the keys change.
class Counter:
    step = 1

    def __init__(self):
        self.total = 0
        self.__dict__

    def add(self, value):
        self.total = self.total + value * self.step
        return self.total


def run(counter, times, change=None, at=-1):
    for i in range(times):
        if i == at:
            change(counter)
        counter.add(i & 7)
    return counter.total


def hide(counter):
    counter.step = 2


def replace(counter):
    counter.__dict__ = {"other": 1, "total": counter.total}


def hide_method(counter):
    counter.add = lambda value: setattr(counter, "total", -1.5)


def grow(counter):
    for i in range(40):
        setattr(counter, "name%d" % i, i)


def class_changes(counter):
    Counter.step = 3


print(run(Counter(), 50000))
for change in hide, replace, hide_method, grow, class_changes:
    for at in 0, 30000:
        counter = Counter()
        print(change.__name__, at, run(counter, 40000, change, at), len(counter.__dict__))
        print(run(counter, 1000), run(Counter(), 1000))


class Other(Counter):
    pass


mixed = [Counter(), Other(), Counter()]
mixed[2].late = 1
print([run(mixed[i % 3], 500) for i in range(120)][-3:])
