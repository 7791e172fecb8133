"""Accounts kept in a dict, changed by many small method calls."""


class Account:
    def __init__(self, owner):
        self.owner = owner
        self.balance = 100
        self.history = []

    def transfer(self, other, amount):
        if amount > self.balance:
            return False
        self.balance -= amount
        other.receive(amount)
        self.history.append(amount)
        return True

    def receive(self, amount):
        self.balance += amount


def run():
    accounts = {f"owner{i}": Account(f"owner{i}") for i in range(200)}
    refused = 0
    seed = 5
    for _ in range(60000):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        a = accounts[f"owner{seed % 200}"]
        b = accounts[f"owner{(seed >> 8) % 200}"]
        if not a.transfer(b, (seed >> 16) % 50):
            refused += 1
    return refused, sum(a.balance for a in accounts.values()), max(len(a.history) for a in accounts.values())
