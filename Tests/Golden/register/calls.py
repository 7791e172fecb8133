def calls(self, x, *rest, **options):
    first(x, self.method(1, key=x))
    second(*rest, **options)
    return self.name(f"{x!r}:{x:>3}", x if x else 3)


@decorate(1)
class Derived(Base):
    def method(self):
        return super().method(item for item in self)
