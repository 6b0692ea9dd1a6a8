"""A file of weights: what each trait adds, learned by `./run weigh`, read with exact errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from bot.crisis.errors import LexiconError
from bot.crisis.weighing.traits import Trait, words_of

QUESTIONS = (
    "alert", "acute", "urgent", "self-harm", "eating-disorder", "abuse", "harm-to-others", "other",
)  # fmt: skip
"""What is asked of a window, a column each. The first decides; the others only what is said.

Whether anybody is called; if so, at level 3, at level 4; about what else than suicide; about
somebody else than the writer.
"""
HEAD = ":"
HEADS = ":language, :learned-from, :bias, :bars, :least and :borrowed"
UNIT = 100
"""Weights are whole hundredths, so that a file stays readable and its changes do."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned for one language.

    `learned_from` names the lines by SHA-256. `bias` and `bars` are one number for each question.
    `least` is what the words of a window must weigh for what stands side by side to be weighed.
    `alert` holds the first column alone, in hundredths: a sum of whole numbers is the same in
    whatever order it is added up; `others` the rest of a row as it is written, which is
    read for the few texts that need it. `words` are those that were seen at all, `borrowed` those
    that are far more frequent in another language: they say nothing about which one a text is in.
    """

    language: str
    learned_from: str
    bias: Sequence[float]
    bars: Sequence[float]
    least: float
    borrowed: frozenset[str]
    alert: Mapping[Trait, int] = field(repr=False)
    others: Mapping[Trait, str] = field(repr=False)
    words: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def parse(cls, text: str, file: str) -> Self:
        """Read a file of weights. Raises LexiconError(file, line, mend)."""
        head: dict[str, list[str]] = {}
        alert: dict[Trait, int] = {}
        others: dict[Trait, str] = {}
        hundredths = _Hundredths()
        for number, row in enumerate(text.split("\n"), 1):
            trait, *cells = row.split("\t", 2)
            if trait[:1] == HEAD:
                head[trait[1:]] = row.split("\t")[1:]
            elif cells:
                try:
                    alert[trait] = hundredths[cells[0]]
                except ValueError:
                    raise LexiconError(file, number, "a trait has whole numbers") from None
                if len(cells) > 1:
                    others[trait] = cells[1]
            elif row and not row.startswith("# "):
                raise LexiconError(file, number, "a trait and a whole number, a tab between them")
        return cls(*_head(head, file), alert, others, words_of(alert))

    def also(self, trait: Trait) -> list[float]:
        """What a trait adds to the answers of the other questions; nothing where none is known."""
        rest = self.others.get(trait)
        return [int(cell or 0) / UNIT for cell in rest.split("\t")] if rest else []


class _Hundredths(dict[str, int]):
    """Whole hundredths as they are written: a few thousand numbers in a file of 200,000 rows."""

    def __missing__(self, cell: str) -> int:
        self[cell] = int(cell or 0)
        return self[cell]


def _head(
    head: Mapping[str, list[str]], file: str
) -> tuple[str, str, list[float], list[float], float, frozenset[str]]:
    try:
        language, learned = head["language"][0], head["learned-from"][0]
        bias, bars, (least,) = (
            [int(cell) / UNIT for cell in head[name]] for name in ("bias", "bars", "least")
        )
        borrowed = frozenset(head["borrowed"])
    except (KeyError, IndexError, ValueError):
        mend = f"no {HEADS}; run ./run weigh"
        raise LexiconError(file, 1, mend) from None
    if not len(bias) == len(bars) == len(QUESTIONS):
        raise LexiconError(file, 1, "a :bias and a bar for each question; run ./run weigh")
    return language, learned, bias, bars, least, borrowed
