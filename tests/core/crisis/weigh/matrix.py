# pyright: basic, reportMissingTypeStubs=false
"""Windows as rows of numbers: how strongly each trait is there."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix

from bot.crisis.weighing.traits import RULE, Trait

Rows = Any  # a sparse matrix; scipy ships no types
Row = Sequence[tuple[Trait, float]]
"""The traits of a window, and how strongly each is there."""
RULES = 0.5
"""How freely a rule is believed, against a word that is in one window only."""


@dataclass(frozen=True)
class Space:
    """The traits of what is learned from, each with a scale: rare words tell more.

    `often` is in how many windows each stands.
    """

    numbers: dict[Trait, int] = field(repr=False)
    scale: "np.ndarray[Any, Any]" = field(repr=False)
    often: "np.ndarray[Any, Any]" = field(repr=False)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """Those of these windows."""
        seen = Counter(trait for row in rows for trait in {trait for trait, _ in row})
        scales = [_scale(trait, often, len(rows)) for trait, often in seen.items()]
        often = np.array(list(seen.values()))
        return cls({trait: n for n, trait in enumerate(seen)}, np.array(scales), often)

    def matrix(self, rows: Iterable[Row]) -> Rows:
        """A row for each window, a column for each trait."""
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for row in rows:
            for trait, share in row:
                number = self.numbers.get(trait)
                if number is not None:
                    columns.append(number)
                    data.append(share * self.scale[number])
            ends.append(len(columns))
        return csr_matrix((data, columns, ends), shape=(len(ends) - 1, len(self.numbers)))


def _scale(trait: Trait, often: int, rows: int) -> float:
    if trait[0] == RULE:
        return RULES
    return math.log(1 + rows / often) / math.log(1 + rows)
