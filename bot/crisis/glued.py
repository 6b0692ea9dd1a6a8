"""Words that were written as one: which known words a spelling is made of."""

import math
from collections.abc import Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

FEWEST_GLUED_CHARS, LONGEST_GLUED_CHARS, LONGEST_PART_CHARS = 8, 240, 14
FEWEST_SIGNS_A_PART = 2.5
"""On average: what falls into crumbs was no glued sentence."""


class Glued:
    """Takes glued words apart. All known words are sought in one at once (Aho-Corasick)."""

    def __init__(self, costs: Mapping[str, float]) -> None:
        """`costs` is what each known word costs as a part; the least sum is what was meant."""
        parts = sorted(word for word in costs if len(word) <= LONGEST_PART_CHARS and word.isalpha())
        self._costs = [costs[word] for word in parts]
        self._known = AhoCorasick(parts, matchkind=MatchKind.Standard)

    def parts(self, word: str) -> list[str]:
        """The words that a glued one is made of at the least cost; none where it is made of none.

        Linear: a word of at most `LONGEST_GLUED_CHARS` signs, each part no longer than
        `LONGEST_PART_CHARS`.
        """
        if not FEWEST_GLUED_CHARS <= len(word) <= LONGEST_GLUED_CHARS or not word.isalpha():
            return []
        parts = _cut(word, self._last_parts(word))
        return parts if len(word) >= FEWEST_SIGNS_A_PART * len(parts) else []

    def _last_parts(self, word: str) -> list[int]:
        """For each place in the word where the part begins that ends there; -1 where none does.

        Matches come in the order in which they end, so what stands before one is settled.
        """
        least, begins = [math.inf] * (len(word) + 1), [-1] * (len(word) + 1)
        least[0] = 0.0
        for number, start, end in self._known.find_matches_as_indexes(word, overlapping=True):
            cost = least[start] + self._costs[number]
            if cost < least[end] or (cost == least[end] and start < begins[end]):
                least[end], begins[end] = cost, start
        return begins


def _cut(word: str, begins: list[int]) -> list[str]:
    parts: list[str] = []
    end = len(word)
    while end > 0:
        start = begins[end]
        if start < 0:
            return []
        parts.append(word[start:end])
        end = start
    return parts[::-1]
