"""Spellings that nobody knows, led back to known words: stretched, slipped, glued, cut anywhere."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from bot.crisis.glued import LONGEST_GLUED_CHARS, Glued
from bot.crisis.memory import Memory
from bot.crisis.slips import Slips

NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
PIECE = re.compile(r"[^\W_]+")
DOUBLED = re.compile(r"(.)\1")
SURE, SHORT, RARE = 1.0, 1.2, 2.5
"""What a part costs: a word of rules, a short form ("dont"), and what only weighs something."""
SHORTEST_SURE, FEWEST_GLUED, FEWEST_COMMON = 6, 4, 2
"""Signs of a word by whose slip a rule may speak, and words in one that is taken apart for it."""
FEWEST_FRAGMENTS = 6
LONGEST_FRAGMENT, MOST_LEFT = 3.2, 0.8
"""Words that are so short on average, and so many fewer once they were put together anew, were cut
on purpose: "bl ee ding on pur pose"."""


class Respelling(Memory[tuple[str, ...]]):
    """Each unknown spelling as the words that it may be; nothing for a known one. Fills itself."""

    def __init__(
        self,
        sure: Iterable[str],
        short: Mapping[str, Sequence[str]] = NONE,
        seen: Iterable[str] = (),
        first_person: AbstractSet[str] = frozenset(),
        common: Container[str] = (),
    ) -> None:
        """`sure` are the words of rules, `short` the short forms, `seen` all other words.

        `first_person` are those by which writers speak of themselves, `common` the commonest.
        """
        super().__init__()
        known = frozenset(sure)
        self._costs = (
            dict.fromkeys(seen, RARE) | dict.fromkeys(short, SHORT) | dict.fromkeys(known, SURE)
        )
        of_me = (s for s, meant in short.items() if len(meant) > 1 and meant[0] in first_person)
        self._first = first_person | {*of_me}
        self._common = common
        self._slips, self._glued = Slips(known), Glued(self._costs)

    def worked_out(self, word: str) -> tuple[str, ...]:
        """The words that a spelling may be; "nervioso" is no "nervios o"."""
        if len(word) > LONGEST_GLUED_CHARS or word in self._costs:
            return ()
        for spelling in (DOUBLED.sub(r"\1", word), *_singled(word)):
            if spelling in self._costs:
                return (spelling,)
        if (slip := self._slips.of(word)) is not None:
            return (slip,)
        parts = self._glued.parts(word)
        crumbs = any(len(part) == 1 and part not in self._first for part in parts)
        return () if crumbs and len(parts) < FEWEST_GLUED else tuple(parts)

    def surely(self, word: str) -> tuple[str, ...]:
        """The same where a rule may lean on it; what else it may be only weighs something.

        A slip keeps the length of a long word; a sentence that was glued together is more than a
        compound is made of, and speaks of the writer or has two of the commonest words.
        """
        meant = self[word]
        if len(meant) == 1:
            return meant if len(meant[0]) == len(word) >= SHORTEST_SURE else ()
        said = any(part in self._first for part in meant)
        common = sum(part in self._common for part in meant)
        return meant if len(meant) >= FEWEST_GLUED and (said or common >= FEWEST_COMMON) else ()

    def whole(self, words: Sequence[str]) -> list[str]:
        """The words of a text that was cut anywhere; none where it was not.

        Marks may stand between the pieces, as they do in the tokens of rules.
        """
        count, signs = len(words), sum(map(len, words))
        if count < FEWEST_FRAGMENTS or signs > (LONGEST_FRAGMENT + 1) * count:
            return []  # nearly every text
        pieces = PIECE.findall(" ".join(words))
        cut = [piece for piece in pieces if piece.isalpha()]
        solid = "".join(cut)
        if len(solid) > LONGEST_FRAGMENT * len(cut):
            return []
        parts = self._glued.parts(solid)
        return parts if len(parts) <= MOST_LEFT * len(cut) else []


def _singled(word: str) -> Iterator[str]:
    """The word with one of its doubled letters written once."""
    for run in DOUBLED.finditer(word):
        yield word[: run.start()] + word[run.start() + 1 :]
