# What `threading` and `queue` are for: threads that wait for one another.
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

tasks, results = queue.Queue(maxsize=5), queue.SimpleQueue()


def consume():
    while (task := tasks.get()) is not None:
        results.put(task * 2)


consumers = [threading.Thread(target=consume) for _ in range(3)]
for consumer in consumers:
    consumer.start()
for task in range(200):
    tasks.put(task)
for consumer in consumers:
    tasks.put(None)
for consumer in consumers:
    consumer.join()
print(sum(results.get() for _ in range(200)), results.empty())
for arguments in ((False,), (True, 0.01)):
    try:
        results.get(*arguments)
    except queue.Empty:
        print("empty")
try:
    results.get(timeout=-1)
except ValueError as error:
    print(error)

barrier, order = threading.Barrier(3), []


def meet(name):
    barrier.wait()
    order.append(name)


threads = [threading.Thread(target=meet, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(order))

event = threading.Event()
print(event.wait(0.01))
threading.Timer(0.01, event.set).start()
print(event.wait(60))

condition, ready = threading.Condition(), []


def produce():
    for item in range(5):
        with condition:
            ready.append(item)
            condition.notify()
        time.sleep(0.001)


producer = threading.Thread(target=produce)
producer.start()
seen = []
while len(seen) < 5:
    with condition:
        condition.wait_for(lambda: ready)
        seen.append(ready.pop(0))
producer.join()
print(seen)

with ThreadPoolExecutor(4) as pool:
    print(sum(future.result() for future in as_completed(pool.submit(pow, 2, k) for k in range(60))))
    print(list(pool.map(str.upper, "abc")))
    try:
        pool.submit(lambda: 1 / 0).result()
    except ZeroDivisionError as error:
        print(error)
print(threading.active_count(), threading.current_thread() is threading.main_thread())
