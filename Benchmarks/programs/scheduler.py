"""An operating system in miniature: tasks of several classes pass messages by priority."""


class Message:
    def __init__(self, sender, number):
        self.sender = sender
        self.number = number


class Task:
    def __init__(self, system, name, priority):
        self.system = system
        self.name = name
        self.priority = priority
        self.inbox = []
        self.handled = 0
        system.tasks.append(self)

    def ready(self):
        return bool(self.inbox)

    def step(self):
        message = self.inbox.pop(0)
        self.handled += 1
        self.handle(message)

    def handle(self, message):
        raise NotImplementedError


class Producer(Task):
    def __init__(self, system, name, priority, budget):
        super().__init__(system, name, priority)
        self.budget = budget

    def ready(self):
        return self.budget > 0 and len(self.system.workers[0].inbox) < 8

    def step(self):
        self.budget -= 1
        workers = self.system.workers
        workers[self.budget % len(workers)].inbox.append(Message(self, self.budget))


class Worker(Task):
    def handle(self, message):
        n = message.number
        steps = 0
        while n > 1 and steps < 12:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        self.system.sink.inbox.append(Message(self, steps))


class Sink(Task):
    total = 0

    def handle(self, message):
        self.total += message.number + message.sender.priority


class System:
    def __init__(self):
        self.tasks = []
        self.workers = []
        self.turns = 0

    def run(self):
        while True:
            best = None
            for task in self.tasks:
                if task.ready() and (best is None or task.priority > best.priority):
                    best = task
            if best is None:
                return
            best.step()
            self.turns += 1


def run():
    system = System()
    system.sink = Sink(system, "sink", 5)
    for i in range(4):
        system.workers.append(Worker(system, f"worker{i}", 3 + i % 2))
    Producer(system, "one", 1, 6000)
    Producer(system, "two", 2, 3000)
    system.run()
    return system.turns, system.sink.total, [task.handled for task in system.tasks]
