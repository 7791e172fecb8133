"""Statements of the random programs that exercise one feature of the language each.

Every method of `Features` writes one self-contained piece, made of a template with random parts.
Pieces print through the program's PRELUDE, which shows values without addresses or hash order and
cuts long texts. What a piece multiplies, shifts or repeats is bounded.
"""

from data_features import DataFeatures
from language_features import LanguageFeatures
from values import ALL


class Features(DataFeatures, LanguageFeatures):
    """Mixed into the generator; uses its `random`, `write`, `name`, `indent`."""

    def any(self, *pools):
        return self.random.choice(self.random.choice(pools or ALL))

    def some(self, low, high, *pools):
        return ", ".join(self.any(*pools) for _ in range(self.random.randint(low, high)))

    def lines_of(self, template):
        """Writes a template's lines at the current indentation."""
        for line in template.strip("\n").split("\n"):
            self.write(line)

    def feature(self, depth):
        names = [n for n in dir(type(self)) if n.startswith("feature_")]
        getattr(self, self.random.choice(names))()
