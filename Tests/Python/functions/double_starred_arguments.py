# What may stand behind ** in a call and in a display, and what is said of anything else.
def collect(*args, **keywords):
    return keywords


def report(mapping):
    for use in (lambda: collect(**mapping), lambda: {**mapping}):
        try:
            print(use())
        except Exception as error:
            print(type(error).__name__, error)


def mapping(keys, items=lambda self, key: key * 2, base=object):
    return type("Mapping", (base,), {"keys": keys, "__getitem__": items})


def raising(error):
    def keys(self):
        raise error

    return keys


for value in ([("a", 1)], (), 5, super(int, 5), list[int], {1: 2}):
    report(value)
report(mapping(lambda self: ["a", "b"])())
report(mapping(lambda self: 5)())
report(mapping(5)())
report(mapping(raising(AttributeError("own")))())
report(mapping(raising(KeyError("key")))())
report(mapping(raising(KeyError(1, 2)))())
report(mapping(lambda self: ["other"], base=dict)(a=1))
for call in (
    lambda: collect(a=1, **{"a": 2}),
    lambda: collect(**{"a": 1}, **{"a": 2}),
    lambda: collect(**mapping(lambda self: ["a", "a"])()),
):
    try:
        print(call())
    except TypeError as error:
        print(error)
