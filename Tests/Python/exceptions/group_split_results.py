# except* checks what a group's own `split` returns.
class Text(ExceptionGroup):
    def split(self, condition):
        return "text"


class Short(ExceptionGroup):
    def split(self, condition):
        return (None,)


for group in (Text, Short):
    try:
        try:
            raise group("g", [ValueError(1), TypeError(2)])
        except* ValueError:
            print("not reached")
    except Exception as error:
        print(type(error).__name__, error)

group = ExceptionGroup("g", [ValueError(1), TypeError(2)])
for notes in (["a"], ("a",), 123, {"a": 1}):
    group.__notes__ = notes
    part = group.subgroup(ValueError)
    print(getattr(part, "__notes__", "none"))
