with (open(a) as b, c): pass
with (a): pass
with (a, b) as c: pass
async def f():
    async with (yield) as x, y: pass
