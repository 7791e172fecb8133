import json
print(json.loads('{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\ud83d\\ude00\\n"], "b": {}, "c": []}'))
print(json.dumps({"a": [1, 2.5, True, None, "é\u2028\x7f\"\\\n😀"], 1: 2, None: 3, 2.5: (), "k": {}}))
print(json.dumps("é😀", ensure_ascii=False), json.dumps([1, [2]], indent=1), json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")))
print(json.loads("[NaN, Infinity, -Infinity, 123456789012345678901234567890]"), json.loads(" 1 "))
print(json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('{"x": 1}', object_hook=lambda d: 7), json.loads("1.5", parse_float=str))
for s in ['"\\q"', '"abc', '"\\u12"', '[1,]', '{"a":1,}', '{a', '{"a"', '{"a":1 "', '[1 2', '"\x01"', '', '[', '{"a":', '-', 'nan', '"\\ud800x"', '[1] x']:
    try: print(ascii(json.loads(s)))
    except Exception as e: print(type(e).__name__, e)
c = []; c.append(c)
for o, k in [({"a": [object]}, {}), ({(1,): 2}, {}), (float("nan"), {"allow_nan": False}), (c, {})]:
    try: json.dumps(o, **k)
    except Exception as e: print(type(e).__name__, e)
print(json.dumps({(1,): 2, "a": 1}, skipkeys=True), json.dumps({1, 2}, default=sorted))
