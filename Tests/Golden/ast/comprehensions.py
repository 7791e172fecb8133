[x for x in range(3) if x if not x]
{k: v for k, v in items}
f(i async for i in source)
