"""Calls of what an instance holds: in its dict, in slots, replaced, deleted, hidden and made a property."""


class Writer:
    def __init__(self, write):
        self.write = write

    def run(self, count):
        for i in range(count):
            self.write(i)


class Slotted:
    __slots__ = ("call", "other")

    def run(self):
        return self.call(1)


def loop(writer, times):
    for i in range(times):
        writer.write(i)


out = []
writer = Writer(out.append)
writer.run(3000)
loop(writer, 3000)
print(len(out), sum(out))
writer.write = lambda item, seen=out: seen.append(-item)
loop(writer, 10)
print(out[-3:])
del writer.write
try:
    writer.run(1)
except AttributeError as error:
    print(error)

second = Writer(print)
second.extra = 1
loop(second, 2)
writer.write = out.append
for each in (writer, second, writer, second):
    loop(each, 1)

slotted = Slotted()
try:
    slotted.run()
except AttributeError as error:
    print(error)
slotted.call = str
for _ in range(2000):
    slotted.run()
print(repr(slotted.run()))
del slotted.call
try:
    slotted.run()
except AttributeError as error:
    print(error)
print(getattr(slotted, "call", "none"), hasattr(slotted, "other"))

loop(writer, 5)
Writer.write = property(lambda self: lambda item: out.append(item * 100))
loop(writer, 2)
print(out[-2:])
del Writer.write
loop(writer, 1)
print(out[-1])


class Asks:
    __slots__ = ("value",)

    def __getattr__(self, name):
        return name.upper()


print(getattr(Asks(), "value", "default"), hasattr(Asks(), "value"), getattr(Asks(), "zz", 1))
