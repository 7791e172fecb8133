# BaseException.__setstate__ sets attributes by name.
for state in ({"a": 1}, {}, None, {1: 2}, {"a": 1, (): 2}, [("a", 1)], 5):
    error = ValueError("text")
    try:
        error.__setstate__(state)
    except Exception as raised:
        print(type(raised).__name__, raised)
    print(vars(error))
