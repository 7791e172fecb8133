# Entries of scandir, by path and by descriptor; names that are no UTF-8.
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "sub"))
    open(os.path.join(folder, "file"), "w").close()
    os.symlink("file", os.path.join(folder, "link"))
    os.symlink("sub", os.path.join(folder, "folder link"))
    os.symlink("nowhere", os.path.join(folder, "dangling"))
    os.mkfifo(os.path.join(folder, "fifo"))
    odd = b"caf\xc3\xa9\xff"
    open(os.path.join(os.fsencode(folder), odd), "w").close()

    descriptor = os.open(folder, os.O_RDONLY)
    print(sorted(map(ascii, os.listdir(folder))) == sorted(map(ascii, os.listdir(descriptor))))
    print(sorted(os.listdir(os.fsencode(folder))))
    for target in (folder, descriptor):
        with os.scandir(target) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                print(
                    ascii(entry), ascii(entry.path.replace(folder, "")), entry.is_dir(), entry.is_file(), entry.is_symlink(),
                    entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False),
                    entry.inode() == entry.stat(follow_symlinks=False).st_ino)
                try:
                    print(oct(entry.stat().st_mode), entry.stat() is entry.stat())
                except FileNotFoundError as e:
                    print(e.strerror)
    os.close(descriptor)
    gone = next(entry for entry in os.scandir(folder) if entry.name == "file")
    os.remove(gone)
    print(gone.is_file())
    try:
        gone.stat()
    except FileNotFoundError as e:
        print(e.strerror)
    for names in sorted(map(sorted, (found[1:] for found in ((a, *b, *c) for a, b, c in os.walk(folder))))):
        print(list(map(ascii, names)))
for wrong in (99, 1.5):
    for function in (os.listdir, os.scandir):
        try:
            function(wrong)
        except (OSError, TypeError) as e:
            print(type(e).__name__, e)
