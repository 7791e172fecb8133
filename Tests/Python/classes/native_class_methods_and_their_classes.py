# A native class method binds to subclasses of its class only.
import datetime

for owner, name in ((dict, "fromkeys"), (float, "fromhex"), (int, "from_bytes"), (datetime.date, "today")):
    descriptor = vars(owner)[name]
    for cls in (owner, type("Sub", (owner,), {}), str, object, 5):
        try:
            print(descriptor.__get__(None, cls).__self__.__name__)
        except TypeError as error:
            print(error)
