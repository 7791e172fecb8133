# OrderedDict: its two ends, equality by order, copies, pickles, subclasses.
import copy
import pickle
from collections import OrderedDict, deque


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


od = OrderedDict([("a", 1), ("b", 2)], c=3)
print(od, OrderedDict(), len(od), list(od), list(reversed(od)))
print(od.keys(), od.values(), od.items(), list(reversed(od.items())))
print(od == {"c": 3, "b": 2, "a": 1}, od == OrderedDict(c=3, b=2, a=1), od != OrderedDict(od))
od.move_to_end("a")
od.move_to_end("c", last=False)
print(od, od.popitem(), od.popitem(last=False), od)
print(attempt(od.move_to_end, "x"), attempt(OrderedDict().popitem), attempt(OrderedDict, 1, 2))
print(od.pop("b"), od.pop("b", 5), od.pop(key="b", default=6), attempt(od.pop, "b"))
print(od.setdefault("x"), od.setdefault("y", 3), od.setdefault(key="y", default=4), od)
print(od | {"z": 1}, {"z": 1} | od, type({} | od).__name__)
od |= {"w": 0}
od.update([("v", 1)], u=2)
print(od, OrderedDict.fromkeys("abc", 0), bool(od), "w" in od)
print(od.keys() == {"x", "y", "w", "v", "u"}, od.keys() == OrderedDict(od).keys(), od.keys() & {"x"})

# As queues: both ends stay cheap, and right.
queue, model = OrderedDict(), deque()
for i in range(2000):
    queue[i] = model.append(i)
    if i % 3 == 0:
        assert queue.popitem(last=False)[0] == model.popleft()
    if i % 7 == 0 and model:
        key = model[len(model) // 2]
        queue.move_to_end(key, last=i % 2 == 0)
        model.remove(key)
        (model.append if i % 2 == 0 else model.appendleft)(key)
    if i % 11 == 0 and model:
        assert queue.popitem()[0] == model.pop()
print(list(queue) == list(model), len(queue))
for key in list(model)[::3]:
    queue.move_to_end(key, last=False)
    model.remove(key)
    model.appendleft(key)
print(list(queue) == list(model), list(reversed(queue)) == list(reversed(model)))
while queue:
    assert queue.popitem(last=False)[0] == model.popleft()
queue["again"] = 1
print(queue, queue.popitem(last=False), queue)


class Recorder(OrderedDict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


recorder = Recorder([(1, 2)], k=3)
recorder.update({5: 6})
recorder.note = [1]
print(recorder, recorder.note, Recorder.fromkeys("a", 1), vars(recorder))
plain = OrderedDict(a=1)
plain.note = "n"
for protocol in range(2, 6):
    twin = pickle.loads(pickle.dumps(plain, protocol))
    print(type(twin).__name__, twin, twin.note)
print(copy.copy(plain).note, copy.deepcopy(plain), plain.copy() == plain, plain.__reduce__()[:4])


class Missing(OrderedDict):
    def __missing__(self, key):
        return key * 2


print(Missing(a=1)["bb"], attempt(Missing().pop, "c"), attempt(OrderedDict(a=1).__getitem__, "zz"))
cycle = OrderedDict()
cycle["self"] = cycle
print(cycle)
print(attempt(OrderedDict, [(1, 2, 3)]), attempt(OrderedDict, 5), attempt(OrderedDict.fromkeys, 5))
print(attempt(hash, od), od.__eq__(3), isinstance(od, dict), OrderedDict.__mro__[1])
