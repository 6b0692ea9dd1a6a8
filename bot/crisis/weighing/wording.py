"""The words of a text as they are weighed: disguises off, short forms spelt out."""

import math
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import pairwise

from bot.crisis.glance import closed
from bot.crisis.memory import Memory
from bot.crisis.words import END

EDGES = "!@$*+|()&%#^<>/\\,\u00a1\u00bf"
CRY = "!"
RUN = re.compile(r"(.)\1{2,}")
DOUBLED = re.compile(r"(.)\1")
FEWEST_GLUED_CHARS, LONGEST_GLUED_CHARS, LONGEST_PART_CHARS = 8, 60, 14
FEWEST_SIGNS_A_PART = 2.5
"""On average: what falls into crumbs was no glued sentence."""
NEVER = (math.inf, 0)
RARE = 2.5
"""What a part costs that only weighs something ("idont"), where a sure word costs one."""


class Wording(Memory[tuple[str, ...]]):
    """Each spelling as the words that it means; it fills itself."""

    def __init__(
        self,
        short: Mapping[str, tuple[str, ...]],
        leet: Mapping[str, str],
        known: Container[object] = (),
        common: Container[str] = (),
    ) -> None:
        """`short` spells out what is written short; `leet` is the table of digits and marks.

        `known` are the words that weigh something: unknown ones are led back to them. `common`
        are those that are surely words, which a glued one is taken apart to.
        """
        super().__init__()
        self._short, self._known, self._common = short, known, common
        self._letters = str.maketrans({sign: letters[0] for sign, letters in leet.items()})

    def worked_out(self, word: str) -> tuple[str, ...]:
        """The words that a spelling means."""
        bare = word.strip(EDGES)
        if not bare:
            return ()
        if not bare.isalpha() and not bare.isdecimal() and any(map(str.isalpha, bare)):
            bare = bare.translate(self._letters)
        bare = RUN.sub(r"\1\1", bare)
        if bare in self._short or bare in self._known:
            return self._short.get(bare, (bare,))
        return self._led_back(bare)

    def _led_back(self, word: str) -> tuple[str, ...]:
        """What an unknown spelling may be: a stretched word, or words without their spaces."""
        plain = DOUBLED.sub(r"\1", word)
        for spelling in (plain, *_singled(word)):
            if spelling in self._short or spelling in self._known:
                return self._short.get(spelling, (spelling,))
        parts = unglued(word, self._cost)
        return tuple(m for part in parts for m in self._short.get(part, (part,))) or (word,)

    def _cost(self, part: str) -> float | None:
        if part in self._common or part in self._short:
            return 1.0
        return RARE if part in self._known else None


def _singled(word: str) -> Iterator[str]:
    """The word with one of its doubled letters written once."""
    for run in DOUBLED.finditer(word):
        yield word[: run.start()] + word[run.start() + 1 :]


def unglued(word: str, cost: Callable[[str], float | None]) -> list[str]:
    """The words that a glued one is made of at the least cost; none where it is not made of any.

    Linear: a word of at most `LONGEST_GLUED_CHARS` signs, each part no longer than
    `LONGEST_PART_CHARS`.
    """
    if not FEWEST_GLUED_CHARS <= len(word) <= LONGEST_GLUED_CHARS or not word.isalpha():
        return []
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for start in range(len(word)):
        if start not in best:
            continue
        before = best[start][0]
        for end in range(start + 1, min(start + LONGEST_PART_CHARS, len(word)) + 1):
            price = cost(word[start:end])
            if price is not None:
                best[end] = min(best.get(end, NEVER), (before + price, start))
    parts: list[str] = []
    end = len(word)
    while end and (step := best.get(end)):
        parts.append(word[step[1] : end])
        end = step[1]
    return parts[::-1] if parts and len(word) >= FEWEST_SIGNS_A_PART * len(parts) else []


def sentences(words: Sequence[str]) -> list[Sequence[str]]:
    """The spellings of each sentence, as they were written; letters one by one are one word."""
    said = words
    if spaced(words):
        said = closed([word for word in words if word != END]) or words
    ends = [n for n, word in enumerate(said, 1) if word == END or word[-1] == CRY]
    if not ends:
        return [said] if said else []
    cut = [said[start:end] for start, end in pairwise((0, *ends, len(said)))]
    bare = [one[:-1] if one and one[-1] == END else one for one in cut]
    return [one for one in bare if one]


def spaced(words: Sequence[str]) -> bool:
    """Whether single letters may follow one another: nearly no text, so it costs one look."""
    if [*map(len, words)].count(1) <= 2:
        return False
    return sum(len(word) == 1 and word != END for word in words) > 2
