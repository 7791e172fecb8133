"""Equal keys of one text are one str, however many there are and however they are written."""

import json
import random


def key_ids(value, seen):
    if isinstance(value, list):
        for item in value:
            key_ids(item, seen)
    elif isinstance(value, dict):
        for key, item in value.items():
            seen.setdefault(key, set()).add(id(key))
            key_ids(item, seen)
    return seen


def shared(text):
    value = json.loads(text)
    seen = key_ids(value, {})
    return all(len(ids) == 1 for ids in seen.values()), len(seen)


names = ["name%d" % i for i in range(300)] + ["a", "b", "", "long" * 40, "\u00e9t\u00e9", "\u4e2d"]
choose = random.Random(7)
objects = [{name: [{name: 1}] for name in choose.sample(names, 40)} for _ in range(50)]
print(shared(json.dumps(objects)))
print(shared(json.dumps(objects, ensure_ascii=False)))
print(shared('[{"ab": 1}, {"\\u0061b": 2}, {"a\\u0062": {"ab": 3}}]'))
print(shared('[{"\\u0061b": 1}, {"ab": 2}]'))

print("objects of any size")
for count in (0, 1, 31, 32, 33, 64, 200):
    value = {"k%d" % i: i for i in range(count)}
    again = json.loads(json.dumps(value))
    print(count, again == value, list(again) == list(value), len(again))

print("a key that comes again keeps its place and takes the last value")
print(json.loads('{"a": 1, "b": 2, "a": 3}'))
pairs = ", ".join('"k%d": %d' % (i % 35, i) for i in range(80))
print(json.loads("{" + pairs + "}"))

print("nested beyond what waits")
text = "".join('{"x%d": ' % i for i in range(300)) + "null" + "}" * 300
value = json.loads(text)
for i in range(300):
    value = value["x%d" % i]
print(value)

print("hooks and errors in the middle")
print(json.loads('{"a": {"b": 1}, "c": [{"d": 2}]}', object_hook=lambda d: sorted(d.items())))
print(json.loads('{"a": {"b": 1}, "c": [{"d": 2}]}', object_pairs_hook=tuple))
for text in ('{"a": 1, "b"', '{"a": {"b": 1, }}', '{"a": 1 "b": 2}', '{"a": tru}'):
    try:
        json.loads(text)
    except ValueError as error:
        print(error)
print(json.loads('{"still": {"works": [1, 2.5, "x"]}}'))
