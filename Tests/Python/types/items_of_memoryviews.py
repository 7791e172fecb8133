"""Items of views of bytes: negative and far indices, steps, released and multi-dimensional views."""

data = bytearray(range(10))
view = memoryview(data)
print(view[0], view[-1], view[True], [view[i] for i in range(-10, 10)])
for index in (10, -11, 2**70, "a", None, 1.0):
    try:
        print(view[index])
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
stepped = view[::-3]
print([stepped[i] for i in range(len(stepped))], stepped[-1], list(view[8:2:-2]))
data[9] = 77
print(view[9], stepped[0])
print(view.cast("b")[9], view.cast("c")[1], view[:8].cast("H")[1], view[:8].cast("B", (2, 4))[1, 2])
try:
    view[:8].cast("B", (2, 4))[1]
except NotImplementedError as error:
    print(error)
view.release()
try:
    view[0]
except ValueError as error:
    print(error)


def total(shown):
    result = 0
    for i in range(len(shown)):
        result += shown[i]
    return result


print(sum(total(memoryview(bytes([i % 256] * 50))) for i in range(300)))
