"""A file of weights: what each trait adds, learned by `./run weigh`, read with exact errors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from bot.crisis.errors import LexiconError
from bot.crisis.weighing.traits import Trait, read

QUESTIONS = (
    "alert", "acute", "urgent", "self-harm", "eating-disorder", "abuse", "harm-to-others", "other",
)  # fmt: skip
"""What is asked of a window, a column each. The first decides; the others only what is said.

Whether anybody is called; if so, at level 3, at level 4; about what else than suicide; about
somebody else than the writer.
"""
UNIT = 100
"""Weights are whole hundredths, so that a file stays readable and its changes do."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned for one language.

    `learned_from` names the lines by SHA-256. `bias` and `bars` are one number for each question.
    `alert` holds the first column alone; `others` all the others, where any of them is not 0.
    """

    language: str
    learned_from: str
    bias: Sequence[float]
    bars: Sequence[float]
    alert: Mapping[Trait, float] = field(repr=False)
    others: Mapping[Trait, tuple[float, ...]] = field(repr=False)

    @classmethod
    def parse(cls, text: str, file: str) -> Self:
        """Read a file of weights. Raises LexiconError(file, line, mend)."""
        head: dict[str, list[str]] = {}
        alert: dict[Trait, float] = {}
        others: dict[Trait, tuple[float, ...]] = {}
        for number, row in _rows(text):
            name, *cells = row.split("\t")
            if name.startswith(":"):
                head[name[1:]] = cells
                continue
            try:
                first, *rest = (int(cell) / UNIT if cell else 0.0 for cell in cells)
            except ValueError:
                raise LexiconError(file, number, "a trait has whole numbers") from None
            trait = read(name)
            alert[trait] = first
            if rest:
                others[trait] = (*rest, *[0.0] * (len(QUESTIONS) - 1 - len(rest)))
        return cls(*_head(head, file), alert, others)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(text.split("\n"), 1):
        if row and not row.startswith("# "):
            yield number, row


def _head(head: Mapping[str, list[str]], file: str) -> tuple[str, str, list[float], list[float]]:
    try:
        language, learned = head["language"][0], head["learned-from"][0]
        bias, bars = ([int(cell) / UNIT for cell in head[name]] for name in ("bias", "bars"))
    except (KeyError, IndexError, ValueError):
        mend = "no :language, :learned-from, :bias and :bars; run ./run weigh"
        raise LexiconError(file, 1, mend) from None
    if not len(bias) == len(bars) == len(QUESTIONS):
        raise LexiconError(file, 1, "a :bias and a bar for each question; run ./run weigh")
    return language, learned, bias, bars
