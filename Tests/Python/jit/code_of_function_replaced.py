"""The code of functions replaced while hot loops call them, or run in them."""


def one(x, y=1):
    return x + y


def two(x, y=1):
    return x * 0.5 - y


def three(x, y=1, *rest):
    total = 0
    for i in range(y):
        total += x
    return total


def fails(x, y=1):
    return x // (y - 1)


def calls(n, changes):
    original, total, wrong = one.__code__, 0, 0
    for i in range(n):
        if i in changes:
            one.__code__ = changes[i]
        try:
            total += one(i)
        except ZeroDivisionError as error:
            wrong += 1
            if wrong == 1:
                print(error.__traceback__.tb_next.tb_frame.f_code.co_name)
    one.__code__ = original
    return total, wrong


def itself(n, at):
    """The running frame keeps its code; the next call has the new one."""
    total = 0
    for i in range(n):
        total += i
        if i == at:
            itself.__code__ = (lambda n, at: ("new", n, at)).__code__
    return total


def recursive(n):
    if n == 500:
        recursive.__code__ = (lambda n: 1000).__code__
    return n + recursive(n - 1) if n else 0


def of_method(n):
    class Target:
        def get(self, k):
            return k + 1

    target, total = Target(), 0
    for i in range(n):
        total += target.get(i)
        if i == n // 2:
            Target.get.__code__ = (lambda self, k: -k).__code__
        elif i == n // 2 + 100:
            target.get.__func__.__code__ = (lambda self, k: k / 2).__code__
    return total


def of_closure(n):
    def make(k):
        def get():
            return k

        def other():
            return k + 0.5
        return get, other

    get, other = make(5)
    total = 0
    for i in range(n):
        total += get()
        if i == n // 2:
            get.__code__ = other.__code__
    try:
        get.__code__ = one.__code__
    except ValueError as error:
        print(error)
    return total


def of_generator(n):
    def numbers(k):
        for i in range(k):
            yield i

    def squares(k):
        for i in range(k):
            yield i * i

    total = 0
    for i in range(n):
        if i == n // 2:
            running = numbers(5)
            next(running)
            numbers.__code__ = squares.__code__
            total += sum(running)
        total += sum(numbers(4))
    return total


def of_property(n):
    class Target:
        @property
        def value(self):
            return 3

    target, total = Target(), 0
    for i in range(n):
        total += target.value
        if i == n // 2:
            Target.value.fget.__code__ = (lambda self: 0.25).__code__
    return total


def with_other_constants(n):
    def get():
        return 7

    total = 0
    for i in range(n):
        total += get()
        if i % 1000 == 999:
            get.__code__ = get.__code__.replace(co_consts=(None, i), co_name=f"get{i}")
    return total, get.__code__.co_name, get.__name__


print(calls(20_000, {10_000: two.__code__}))
print(calls(20_000, {10_000: two.__code__, 10_001: three.__code__, 15_000: fails.__code__, 15_500: one.__code__}))
print(itself(20_000, 10_000), itself(3, 4))
print(recursive(900))
print(of_method(9000), of_closure(9000), of_generator(3000), of_property(9000), with_other_constants(5000))
