# pyright: basic, reportMissingTypeStubs=false
"""Logistic regression over windows; of a cry, the window that speaks most counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from tests.core.crisis.weigh.lines import Example
from tests.core.crisis.weigh.matrix import Row, Rows

Numbers = Any  # a numpy array
STRENGTH = 10.0
"""How closely the weights may follow the lines (C of scikit-learn)."""
IRC, DIALOGUE, DISTRESS, READ = 8.0, 40.0, 0.5, 0.3
"""How much a window of public chat counts (the bar lies by it alone), one of everyday dialogue, a
line of low distress, and a line that the writer of the rules read: on those the rules say more than
they do elsewhere."""
KINDS = (
    ("self-harm",),
    ("eating", "eating-disorder"),
    ("abuse",),
    ("harm-others", "harm-to-others"),
)
"""How the corpora name what a cry is about, in the order of the columns."""


@dataclass(frozen=True)
class Windows:
    """All windows of some examples; `owner` is the example of each."""

    rows: Sequence[Row]
    owner: Numbers
    examples: Sequence[Example]

    def of(self, values: Sequence[float]) -> Numbers:
        """One value for each example, as one for each of its windows."""
        return np.array(values)[self.owner]

    def only(self, chosen: Numbers) -> "Windows":
        """Some of the windows."""
        rows = [row for row, wanted in zip(self.rows, chosen, strict=True) if wanted]
        return Windows(rows, self.owner[chosen], self.examples)

    def loudest(self, weights: Numbers) -> Numbers:
        """The highest weight of each example's windows."""
        best = np.full(len(self.examples), -np.inf)
        np.maximum.at(best, self.owner, weights)
        return best


@dataclass(frozen=True)
class Answer:
    """One question's weights, a number for each trait, and its bias."""

    weights: Numbers
    bias: float

    def of(self, matrix: Rows) -> Numbers:
        """What each row weighs."""
        return matrix @ self.weights + self.bias


def importance(example: Example) -> float:
    """How much a window of it counts in learning."""
    if example.chat:
        return DIALOGUE if example.source.startswith("dialog") else IRC
    counts = DISTRESS if example.severity == 1 else 1.0
    return counts * READ if example.read else counts


def alert(matrix: Rows, windows: Windows) -> tuple[Answer, Numbers]:
    """What calls people; also which windows it was learned from: of a cry, the loudest."""
    cry = windows.of([e.severity >= 2 for e in windows.examples])
    counts = windows.of([importance(e) for e in windows.examples])
    chosen = np.ones(len(cry), dtype=bool)
    answer = fitted(matrix, cry, counts)
    chosen = ~cry | (answer.of(matrix) >= windows.of(windows.loudest(answer.of(matrix))) - 1e-9)
    return fitted(matrix[chosen], cry[chosen], counts[chosen]), chosen


def others(matrix: Rows, windows: Windows, chosen: Numbers) -> list[Answer]:
    """What else is asked of a cry, in the order of the file's columns."""
    examples = windows.examples
    cries = windows.of([e.severity >= 2 for e in examples]) & chosen
    asked = [
        [e.severity >= 3 for e in examples],
        [e.severity == 4 for e in examples],
        *[[e.category in kind for e in examples] for kind in KINDS],
        [e.subject == "other" for e in examples],
    ]
    return [
        fitted(matrix[cries], windows.of(said)[cries], np.ones(int(cries.sum()))) for said in asked
    ]


def fitted(matrix: Rows, said: Numbers, counts: Numbers) -> Answer:
    """The regression itself."""
    model: Any = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200)
    model.fit(matrix, said.astype(int), sample_weight=counts)
    return Answer(model.coef_[0], float(model.intercept_[0]))
