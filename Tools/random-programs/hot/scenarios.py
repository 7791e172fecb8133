"""Pieces about one thing that a compiler may get wrong: templates whose holes are random.

Each defines functions with names of its own and runs them through the prelude's `run`.
"""

from .containers import Containers
from .control import Control
from .numbers import Numbers
from .rare import Rare


class Scenarios(Numbers, Containers, Control, Rare):
    """Mixed into `Program`."""

    def scenario(self):
        names = [n for n in dir(type(self)) if n.startswith("scenario_")]
        getattr(self, self.random.choice(names))()

    def size(self, *sizes):
        return self.random.choice(sizes or (60, 300, 900, 2500)) * self.scale
