# Threads that never wait take turns: in loops, in recursion, in native code, with generators.
import sys
import threading

sys.setswitchinterval(1e-4)


def run(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


stop = False
rounds = [0, 0, 0]


def spin():
    while not stop:
        rounds[0] += 1


def fib(n):
    return n if n < 2 or stop else fib(n - 1) + fib(n - 2)


def recurse():
    while not stop:
        fib(25)
        rounds[1] += 1


def generate():
    while not stop:
        rounds[2] += sum(x * x for x in range(100)) == 328350


def halt():
    global stop
    while min(rounds) < 50:
        pass
    stop = True


run(spin, recurse, generate, halt)
print(min(rounds) >= 50)

# What one thread computes does not depend on others.
results = {}


def work(number):
    values = [(i * 7919 + number) % 1009 for i in range(3000)]
    table = {}
    for value in values:
        table.setdefault(value % 17, []).append(str(value))
    text = ",".join(sorted(table[number % 17]))
    x = 0.5
    for value in values:
        x = x * 0.999 + value / 1000
    results[number] = (len(text), round(x, 6), sum(map(int, table[3])))


expected = {}
for number in range(6):
    work(number)
expected, results = results, {}
for _ in range(10):
    run(*(lambda n=n: work(n) for n in range(6)))
    assert results == expected
    results = {}
print(len(expected))

# A counter under a lock.
count = 0
lock = threading.Lock()


def add():
    global count
    for _ in range(5000):
        with lock:
            count += 1


run(add, add, add, add)
print(count)
