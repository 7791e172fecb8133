"""What every hot program starts with: ways to show values, errors and the frames of callers."""

PRELUDE = '''\
import builtins, gc, sys
def text(x, depth=3):
    kind = type(x)
    if kind in (int, float, bool, str, bytes, type(None)): return repr(x)[:200]
    if depth <= 0: return kind.__name__
    if kind in (set, frozenset): return kind.__name__ + str(sorted(text(i, depth - 1) for i in x))[:300]
    if kind in (list, tuple):
        shown = ", ".join([text(i, depth - 1) for i in x[:12]])
        return f"{kind.__name__}[{len(x)}]({shown})"
    if kind is dict:
        shown = ", ".join([text(k, depth - 1) + ": " + text(v, depth - 1) for k, v in list(x.items())[:12]])
        return f"dict[{len(x)}]({shown})"
    state = getattr(x, "STATE", None)
    if state is None: return kind.__name__
    own = getattr(x, "__dict__", None)
    parts = [own[n] if type(own) is dict and n in own else getattr(x, n, "-") for n in state]
    return f"<{kind.__name__} {' '.join([text(part, 1) for part in parts])}>"
def show(*values):
    print(*[text(value) for value in values])
def lines(error):
    found, trace = [], error.__traceback__
    while trace is not None:
        found.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(found if len(found) < 9 else found[:3] + [str(len(found))] + found[-3:])
def failed(error):
    seen = []
    while error is not None and len(seen) < 4:
        seen.append(f"{type(error).__name__}: {str(error)[:160]} [{lines(error)}]")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    print("!", " <- ".join(seen))
def run(function, *arguments, **keywords):
    try: result = function(*arguments, **keywords)
    except Exception as error: failed(error)
    else: show(result)
    if sys.exception() is not None: print("left over", repr(sys.exception()))
def peek(depth=1):
    frame = sys._getframe(depth)
    print("peek", frame.f_code.co_name, frame.f_lineno)
    print("  ", *[f"{k}={text(v, 2)}" for k, v in sorted(frame.f_locals.items()) if k[0] != "_"][:16])
def callers(depth=1):
    frame, found = sys._getframe(depth), []
    while frame is not None and len(found) < 6:
        found.append(f"{frame.f_code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    print("callers", *found)
caught = 0
def note(error):
    """Counts an exception; shows the first ones and some later ones."""
    global caught
    caught += 1
    if caught < 4 or caught % 701 == 0: failed(error)
    return caught
collections = 0
def collect():
    """Collects now, a few times in a program."""
    global collections
    collections += 1
    if collections < 20: gc.collect()
ticks = 0
def tick(value):
    """Counts how often an expression is evaluated."""
    global ticks
    ticks += 1
    return value
def clip(value):
    return value if -LIMIT < value < LIMIT else 3
'''
