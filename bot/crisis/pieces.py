"""The parts of a pattern: an expression for each, and what a line that matches it must hold.

What a line must hold is worked out when it is first asked for: half of all patterns only excuse,
and nobody looks for those first.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

BREAK = " ?"  # a word ends with one space, and with a second where its clause ends
COMMON_COST = 1000
MOST_SPOKEN = 40
"""Ways to say a part that are spelt out as anchors; of more a shorter part is the anchor."""
BESIDE = 0.2
"""How much rarer a phrase is than its rarest word, for each further word."""

Words: TypeAlias = frozenset[str]
Needs: TypeAlias = tuple[Words, ...]
NONE: Words = frozenset()


class Held(NamedTuple):
    """What a match holds: at least one word of each set in `needs`, and one phrase of `anchors`.

    `spoken` are all the ways to say it, "" where it may be missing. None: too many, or not known.
    """

    needs: Needs = ()
    spoken: Words | None = None
    anchors: Words | None = None


@dataclass(frozen=True)
class Piece:
    """A part of a pattern. `words` are all that it speaks of.

    `is_sure`: every match holds at least one word.
    """

    source: str
    words: Words
    is_sure: bool
    _hold: Callable[[], Held] = field(repr=False, compare=False)

    @cached_property
    def held(self) -> Held:
        """What every match holds."""
        return self._hold()


class Rarity:
    """How often words and phrases are in what people write, by the rank of the common ones."""

    def __init__(self, common: Mapping[str, int]) -> None:
        """Remembers what it was asked: rules lean on the same few words."""
        self._common = common
        self._phrases: dict[str, float] = {}
        self._sets: dict[Words, float] = {}

    def cost(self, needs: Words) -> float:
        """How often a text holds one of these words."""
        ranks = map(self._common.get, needs)
        return math.fsum(1 + COMMON_COST / (1 + (COMMON_COST if r is None else r)) for r in ranks)

    def often(self, phrases: Words) -> float:
        """How often a text holds one of these phrases, in whatever order they come."""
        if phrases not in self._sets:
            self._sets[phrases] = math.fsum(map(self._phrase, phrases))
        return self._sets[phrases]

    def _phrase(self, phrase: str) -> float:
        """As often as its rarest word, or less."""
        known = self._phrases.get(phrase)
        if known is None:
            words = phrase.split()
            rarest = min(self.cost(frozenset((word,))) for word in words)
            known = self._phrases[phrase] = rarest * BESIDE ** (len(words) - 1)
        return known


def word(meant: Sequence[str]) -> Piece:
    """One word, in the words that it stands for."""
    source = "".join(re.escape(part) + " " + BREAK for part in meant)
    phrase = frozenset((" ".join(meant),))
    needs = tuple(frozenset((part,)) for part in meant)
    return Piece(source, frozenset(meant), is_sure=True, _hold=partial(Held, needs, phrase, phrase))


def sign(source: str, *, is_silent: bool) -> Piece:
    """A sign of the pattern language; a silent one stands between words, and takes none."""
    spoken = frozenset(("",)) if is_silent else None
    return Piece(source, NONE, is_sure=False, _hold=partial(Held, (), spoken))


def optional(piece: Piece) -> Piece:
    """What may be missing."""

    def held() -> Held:
        spoken = piece.held.spoken
        return Held((), None if spoken is None else spoken | {""})

    return Piece(f"(?:{piece.source})?", piece.words, is_sure=False, _hold=held)


def row(parts: Sequence[Piece], rarity: Rarity) -> Piece:
    """Parts one after the other."""

    def held() -> Held:
        if len(parts) == 1 and parts[0].held.anchors:
            return parts[0].held
        needs = tuple(need for part in parts for need in part.held.needs)
        windows = list(_windows(parts))
        sure = [phrases for phrases, _ in windows if "" not in phrases]
        sure += [part.held.anchors for part in parts if part.held.anchors]
        anchors = min(sure, key=rarity.often, default=None)
        return Held(needs, next((said for said, whole in windows if whole), None), anchors)

    source = "".join(part.source for part in parts)
    return Piece(source, _words(parts), any(part.is_sure for part in parts), held)


def either(branches: Sequence[Piece], rarity: Rarity) -> Piece:
    """Any one of the branches, so that only their rarest needs, taken together, are sure."""
    if len(branches) == 1:
        return branches[0]

    def held() -> Held:
        every = [branch.held for branch in branches]
        rarest = [min(one.needs, key=rarity.cost, default=None) for one in every]
        sure = [need for need in rarest if need is not None]
        needs = (NONE.union(*sure),) if len(sure) == len(branches) else ()
        spoken = _union([one.spoken for one in every])
        if spoken is not None and len(spoken) > MOST_SPOKEN:
            spoken = None
        return Held(needs, spoken, _union([one.anchors for one in every]))

    source = "|".join(branch.source for branch in branches)
    is_sure = all(branch.is_sure for branch in branches)
    return Piece(f"(?:{source})", _words(branches), is_sure, held)


def _windows(parts: Sequence[Piece]) -> Iterator[tuple[Words, bool]]:
    """What neighbours say together, for each row of them with few ways to say it; whether all."""
    for first in range(len(parts)):
        said = frozenset(("",))
        for last in range(first, len(parts)):
            more = parts[last].held.spoken
            if more is None or len(said) * len(more) > MOST_SPOKEN:
                break
            said = frozenset(f"{a} {b}".strip() for a in said for b in more)
            yield said, last - first + 1 == len(parts)


def _union(sets: Sequence[Words | None]) -> Words | None:
    """All of them; None where one is not known."""
    known = [one for one in sets if one is not None]
    return NONE.union(*known) if len(known) == len(sets) else None


def _words(pieces: Iterable[Piece]) -> Words:
    return NONE.union(*(piece.words for piece in pieces))
