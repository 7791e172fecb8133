import errno

names = [name for name in dir(errno) if name.startswith("E")]
print([(name, getattr(errno, name)) for name in names])
print(errno.errorcode)
