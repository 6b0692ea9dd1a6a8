"""Patterns worked out before they ship: to do that for three languages at each start takes seconds.

`./run prove` writes them beside the lexicons, and a test works them all out again.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import TypeAlias

from bot.crisis.patterns import Branch, Grammar, Pattern

Made: TypeAlias = MutableMapping[str, Pattern]
Sets = list[list[str]]
Row = tuple[str, int, list[tuple[list[int], int]], float]
"""The expression, the set of its words, for each branch the sets of needs and of anchors, cost."""


def key_of(sources: Iterable[str], *, wakes: bool) -> str:
    """What names a pattern: a digest of its sources, and whether it wakes anything."""
    read = "\n".join(sources)
    return f"{hashlib.sha256(read.encode()).hexdigest()[:24]}{'+' if wakes else '-'}"


class Ready:
    """A grammar that knows what was worked out before, and keeps what it works out."""

    def __init__(self, grammar: Grammar, made: Made) -> None:
        """`made` are the patterns so far, by their keys; it grows."""
        self._grammar, self._made = grammar, made

    def compiled(self, sources: Sequence[str], *, wakes: bool = True) -> Pattern:
        """See `Grammar.compiled`."""
        key = key_of(sources, wakes=wakes)
        if key not in self._made:
            self._made[key] = self._grammar.compiled(sources, wakes=wakes)
        return self._made[key]


def packed(patterns: Mapping[str, Pattern]) -> bytes:
    """A file of them: each set of words is written once."""
    numbers: dict[frozenset[str], int] = {}

    def number(words: frozenset[str]) -> int:
        return numbers.setdefault(words, len(numbers))

    rows = {
        key: (
            one.source, number(one.words),
            [([*map(number, b.needs)], number(b.anchors)) for b in one.branches], one.cost,
        )
        for key, one in sorted(patterns.items())
    }  # fmt: skip
    told = json.dumps([[*map(sorted, numbers)], rows], ensure_ascii=False)
    return gzip.compress(told.encode(), mtime=0)


def unpacked(raw: bytes) -> dict[str, Pattern]:
    """What such a file holds. Raises what gzip and json raise, KeyError, ValueError, TypeError."""
    told: tuple[Sets, dict[str, Row]] = json.loads(gzip.decompress(raw))
    sets = [frozenset(one) for one in told[0]]
    return {key: _pattern(row, sets) for key, row in told[1].items()}


def _pattern(row: Row, sets: Sequence[frozenset[str]]) -> Pattern:
    source, words, branches, cost = row
    made = (Branch(tuple(sets[n] for n in needs), sets[anchors]) for needs, anchors in branches)
    return Pattern(source, sets[words], tuple(made), cost)
