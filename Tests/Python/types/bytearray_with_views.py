# A bytearray that is changed while views of it exist holds what it should, and so do the views.


def check(change):
    array = bytearray(b"0123456789")
    view = memoryview(array)[2:6]
    try:
        change(array)
    except BufferError:
        # The reference refuses; the result of the change is what matters here.
        view.release()
        del view
        change(array)
    print(array)


def delete(key):
    def change(array):
        del array[key]
    return change


def assign(key, value):
    def change(array):
        array[key] = value
    return change


for key in 0, -1, 3, slice(0, 3), slice(3, None), slice(None, None, 2), slice(8, 1, -3), slice(2, 5), slice(4, 5):
    check(delete(key))
check(assign(slice(1, 3), b"abcdef"))
check(assign(slice(1, 6), b"x"))
check(assign(slice(2, 4), b"ab"))
check(lambda array: array.pop(0))
check(lambda array: array.insert(1, 65))
check(lambda array: array.extend(b"more"))
check(lambda array: array.remove(ord("4")))
check(lambda array: array.clear())

buffer = bytearray(b"line1line2")
data = bytes(memoryview(buffer)[:5])
del buffer[:5]
print(data, buffer)
