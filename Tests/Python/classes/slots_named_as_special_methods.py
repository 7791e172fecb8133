# A slot for a special method takes the place of what the class statement would add.
class Key:
    __slots__ = ("__hash__", "value")

    def __init__(self, value):
        self.value = value
        self.__hash__ = lambda: 7

    def __eq__(self, other):
        return self.value == other.value


print(hash(Key(1)) == 7, type(Key.__dict__["__hash__"]).__name__)
