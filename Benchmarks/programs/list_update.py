"""Reads, changes and writes list elements."""


def run():
    cells = [0] * 1000
    for turn in range(600):
        for i in range(1000):
            cells[i] = cells[i] + (i ^ turn)
    return sum(cells)
