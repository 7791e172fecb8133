"""Sets whose elements' comparisons clear or change them during an operation."""


class Bad:
    def __init__(self, name, target=None):
        self.name = name
        self.target = target

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.target is not None:
            self.target.clear()
            self.target.update(range(3))
            self.target.clear()
        return False


def run(operation):
    left, right = set(), set()
    left.update(Bad(i, right) for i in range(6))
    right.update(Bad(i) for i in range(6))
    try:
        operation(left, right)
        print("done")
    except RuntimeError as error:
        print(type(error).__name__)


for operation in (set.__and__, set.__or__, set.__sub__, set.__xor__, set.__eq__, set.__le__,
                  set.issubset, set.isdisjoint, set.update, set.difference_update,
                  set.symmetric_difference_update, set.intersection_update):
    run(operation)
    run(lambda x, y: operation(y, x))

target = set()
target.update(Bad(i) for i in range(3))
probe = Bad("p", target)
print(probe in target, len(target))
target.update(Bad(i) for i in range(3))
target.discard(probe)
target.add(probe)
print(len(target))
