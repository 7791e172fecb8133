# multiprocessing with fork: processes, pipes, queues, pools, locks, shared memory.
import multiprocessing
from multiprocessing import shared_memory


def square(queue, n):
    queue.put(n * n)


def count(lock, block, times):
    memory = shared_memory.SharedMemory(name=block)
    for _ in range(times):
        with lock:
            number = int.from_bytes(memory.buf[:8], "little") + 1
            memory.buf[:8] = number.to_bytes(8, "little")
    memory.close()


def refuse(n):
    raise ValueError(n)


def fill(queue, count):
    for i in range(count):
        queue.put(i)


def answer(connection):
    while (question := connection.recv()) is not None:
        connection.send((question, len(question)))
    raise SystemExit(7)


context = multiprocessing.get_context("fork")
queue = context.SimpleQueue()
processes = [context.Process(target=square, args=(queue, n)) for n in range(4)]
for process in processes:
    process.start()
print(sorted(queue.get() for _ in processes))
for process in processes:
    process.join()
print([process.exitcode for process in processes])

ours, theirs = context.Pipe()
process = context.Process(target=answer, args=(theirs,))
process.start()
for text in ("one", "three", [1, 2]):
    ours.send(text)
    print(ours.recv())
ours.send(None)
process.join()
print(process.exitcode)

block = shared_memory.SharedMemory(create=True, size=64)
lock = context.Lock()
processes = [context.Process(target=count, args=(lock, block.name, 50)) for _ in range(3)]
for process in processes:
    process.start()
for process in processes:
    process.join()
print(int.from_bytes(block.buf[:8], "little"))
block.close()
block.unlink()

semaphore = context.BoundedSemaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(timeout=0.01), semaphore.acquire(False))
semaphore.release()
semaphore.release()
try:
    semaphore.release()
except ValueError as error:
    print(error)
recursive = context.RLock()
print(recursive.acquire(), recursive.acquire(), recursive._semlock._count())
recursive.release()
recursive.release()
try:
    recursive.release()
except AssertionError as error:
    print(error)
event = context.Event()
print(event.is_set(), event.wait(0.01))
event.set()
print(event.wait(1))

with context.Pool(2) as pool:
    print(pool.map(abs, range(-5, 5)), pool.apply(pow, (2, 10)), pool.starmap(divmod, [(7, 2), (9, 4)]))
    try:
        pool.map(refuse, [1])
    except ValueError as error:
        print("raised", error)
queue = context.Queue()
process = context.Process(target=fill, args=(queue, 5))
process.start()
print([queue.get(timeout=30) for _ in range(5)])
process.join()
