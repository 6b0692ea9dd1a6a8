"""Finds the phrases of all languages in one pass over a query, however many there are."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.directory.query.phrases import Phrase, plain
from bot.directory.query.words import Hit

FAR_WORDS = 8
Glued = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one pattern says: the whole phrase, or one side of one with two."""

    language: str
    tag: str
    soft: bool
    rule: int
    side: int
    sides: int
    before: frozenset[str] = frozenset()
    """Syllables that may stand before it in its word; none: it is found as it is written."""


@dataclass(frozen=True, slots=True)
class Spotter:
    """Patterns and what they mean; made once."""

    _automaton: AhoCorasick = field(repr=False)
    _meanings: tuple[tuple[Meaning, ...], ...] = field(repr=False)
    _telling: tuple[str | None, ...] = field(repr=False)

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, str, Phrase]], glued: Glued) -> "Spotter":
        """Of rows of language, tag and phrase; `glued` are syllables written before a word."""
        known: dict[str, list[Meaning]] = {}
        for rule, (language, tag, phrase) in enumerate(phrases):
            before = glued.get(language, frozenset())
            for side, patterns in enumerate(phrase.sides):
                one = Meaning(language, tag, phrase.soft, rule, side, len(phrase.sides))
                open_ = replace(one, before=before) if before else one
                for pattern in patterns:
                    if before and pattern.startswith(" ") and not pattern.isascii():
                        known.setdefault(pattern[1:], []).append(open_)
                    else:
                        known.setdefault(pattern, []).append(one)
        automaton = AhoCorasick(list(known), matchkind=MatchKind.Standard, store_patterns=False)
        meanings = tuple(map(tuple, known.values()))
        return cls(automaton, meanings, tuple(map(_telling, meanings)))

    def __len__(self) -> int:
        """How many patterns there are."""
        return len(self._meanings)

    def find(
        self, words: tuple[str, ...], spoken: frozenset[str] = frozenset(), only: str = ""
    ) -> list[Hit]:
        """Every phrase in `words`; `spoken` are languages that are known to be meant.

        `only`: phrases of this language alone.
        """
        text = plain(words)
        starts = _starts(text)
        seen = self._automaton.find_matches_as_indexes(text, overlapping=True)
        evident = (spoken - {""}) | {told for n, _, _ in seen if (told := self._telling[n])}
        hits: list[Hit] = []
        sides: defaultdict[int, list[tuple[Meaning, int, int]]] = defaultdict(list)
        for number, start, end in seen:
            first = bisect_right(starts, start + (text[start] == " ")) - 1
            last = bisect_right(starts, end - 1 - (text[end - 1] == " "))
            head = text[starts[first] : start]
            for one in self._meanings[number]:
                if one.soft and evident and one.language not in evident:
                    continue
                if only and one.language != only:
                    continue
                if one.before and head and head not in one.before:
                    continue
                if one.sides == 1:
                    hits.append(Hit(first, last, one.tag))
                else:
                    sides[one.rule].append((one, first, last))
        hits += [hit for found in sides.values() for hit in _both(found)]
        return hits


def _telling(meanings: tuple[Meaning, ...]) -> str | None:
    """The only language that has this pattern, None where several have it."""
    languages = {one.language for one in meanings}
    return next(iter(languages)) if len(languages) == 1 and not meanings[0].soft else None


def _starts(text: str) -> list[int]:
    """Where each word begins."""
    return [place + 1 for place, sign in enumerate(text[:-1]) if sign == " "]


def _both(found: list[tuple[Meaning, int, int]]) -> Iterable[Hit]:
    """Where all sides of a phrase stand near one another: one hit for each that does."""
    by_side: Mapping[int, list[tuple[int, int]]] = _by_side(found)
    meaning = found[0][0]
    if len(by_side) < meaning.sides:
        return
    for start, end in by_side[0][:FAR_WORDS]:
        near = [_near(start, end, by_side[side]) for side in range(1, meaning.sides)]
        if all(near):
            yield Hit(start, end, meaning.tag)


def _by_side(found: list[tuple[Meaning, int, int]]) -> dict[int, list[tuple[int, int]]]:
    by_side: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, start, end in found:
        by_side[one.side].append((start, end))
    return by_side


def _near(start: int, end: int, others: list[tuple[int, int]]) -> bool:
    return any(
        other_start - end < FAR_WORDS and start - other_end < FAR_WORDS
        for other_start, other_end in others
    )
