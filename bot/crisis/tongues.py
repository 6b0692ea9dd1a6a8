"""Which languages a text may be written in, told by how many of its words each knows."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat

UNDERSTOOD, AS_WELL = 0.4, 0.6
"""The share of some words that a language must know to be asked about a text, and the share of
what the likeliest language knows of them."""
SOME_WORDS = 8
BITS = 24
"""Room for how many words of a text a language knows: all counts are added as one number."""


class Tongues:
    """The words of a few languages. Pure; nothing is remembered of texts but counts."""

    def __init__(
        self, known: Sequence[AbstractSet[str]], own: Sequence[AbstractSet[str]] = ()
    ) -> None:
        """`known` are each language's words, `own` those that a community's rules speak of.

        A language is always asked about a text with one of its own.
        """
        self._own = [(words, 1 << number) for number, words in enumerate(own) if words]
        self._known: dict[str, int] = {}
        for number, words in enumerate(known):
            for word in words:
                self._known[word] = self._known.get(word, 0) | 1 << BITS * number
        self._asked = _Asked(len(known))

    def of(self, words: Sequence[str]) -> list[int]:
        """The numbers of the languages to ask, likeliest first; in doubt, all.

        Some words at a time, so that a cry in one language is heard within a text in another.
        """
        asked = sum(bit for own, bit in self._own if not own.isdisjoint(words))
        known = 0
        for some in _some(words):
            these = sum(map(self._known.get, some, repeat(0)))
            asked |= self._asked[len(some), these]
            known += these
        if not asked & asked - 1:
            return [asked.bit_length() - 1] if asked else self._asked.ranked(known)
        return [number for number in self._asked.ranked(known) if asked >> number & 1]


class _Asked(dict[tuple[int, int], int]):
    """A bit for each language that is asked, by how many words there are and each one knows.

    It fills itself, with a few thousand at most.
    """

    def __init__(self, languages: int) -> None:
        super().__init__()
        self._languages = range(languages)

    def __missing__(self, counted: tuple[int, int]) -> int:
        some, known = counted
        counts = self.counts(known)
        best = max(counts)
        enough = max(UNDERSTOOD * some, AS_WELL * best)
        self[counted] = sum(
            1 << number
            for number, count in enumerate(counts)
            if count >= enough or 0 < count == best
        )
        return self[counted]

    def counts(self, known: int) -> list[int]:
        """How many words each language knows."""
        return [known >> BITS * number & (1 << BITS) - 1 for number in self._languages]

    def ranked(self, known: int) -> list[int]:
        """All languages, the one that knows most first."""
        counts = self.counts(known)
        return sorted(self._languages, key=lambda number: -counts[number])


def _some(words: Sequence[str]) -> list[set[str]]:
    if len(words) <= SOME_WORDS:
        return [{*words}]
    step = SOME_WORDS // 2
    return [{*words[first : first + SOME_WORDS]} for first in range(0, len(words) - step, step)]
