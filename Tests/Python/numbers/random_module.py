# _random: the same numbers for the same seed; _string.
import _random, _string
def t(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
class R(_random.Random): pass
for seed in (0, 1, -1, 42, 2**32, 2**70 + 5, 10**1000, 1.5, 4, True, (1, 2)):
    r = R(seed)
    print([r.random() for _ in range(4)], [r.getrandbits(k) for k in (0, 1, 5, 31, 32, 33, 64, 100, 1000)])
r.seed(5)
state = r.getstate()
a = [r.random() for _ in range(700)]
r.setstate(state)
print(a == [r.random() for _ in range(700)], len(state), state[:3], state[-1], a[-1])
r.note = 1
print(r.note)
t(r.getrandbits, -1); t(r.getrandbits, 'a'); t(r.setstate, 1); t(r.setstate, (1,)); t(r.setstate, (1,) * 624 + (700,)); t(r.setstate, (-1,) * 625); t(r.setstate, ('a',) * 625)
r.seed(); x = r.random(); r.seed(None); print(x != r.random())
for s in ['a{b!r:c{d}}e', '{', 'x}y', '{{}}', '{a[b]}', '{a!r}', '{a:}', '{:{', '{}', 'a{0.b[c]}', '{a!}', '{!r', '{0[}', '']:
    t(lambda: list(_string.formatter_parser(s)))
for s in ['a.b[c][0].d', '0', '', '0.a', '[x]', '.x', 'a[', 'a[]', 'a.', 'a[0]x', 'a[1.b', '-1', '99999999999999999999', '0[99999999999999999999]']:
    def g():
        f, rest = _string.formatter_field_name_split(s)
        return f, list(rest)
    t(g)
t(_string.formatter_parser, 1); t(_string.formatter_field_name_split, 1)
