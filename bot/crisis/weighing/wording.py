"""The words of a text as they are weighed: disguises off, short forms spelt out."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.crisis.glance import closed
from bot.crisis.vocabulary import LONGEST_WORD_CHARS
from bot.crisis.words import END

LARGEST_MEMORY = 16_384
"""Spellings remembered of texts; then all are forgotten: hostile text cannot grow it further."""
EDGES = "!@$*+|()&%#^<>/\\,\u00a1\u00bf"
CRY = "!"
RUN = re.compile(r"(.)\1{2,}")


class Wording(dict[str, tuple[str, ...]]):
    """Each spelling as the words that it means; it fills itself."""

    def __init__(self, short: Mapping[str, tuple[str, ...]], leet: Mapping[str, str]) -> None:
        """`short` spells out what is written short; `leet` is the table of digits and marks."""
        super().__init__()
        self._short = short
        self._letters = str.maketrans({sign: letters[0] for sign, letters in leet.items()})

    def __missing__(self, word: str) -> tuple[str, ...]:
        """Look a spelling up on first sight."""
        meant = self._meant(word)
        if len(self) >= LARGEST_MEMORY:
            self.clear()
        if len(word) <= LONGEST_WORD_CHARS:
            self[word] = meant
        return meant

    def _meant(self, word: str) -> tuple[str, ...]:
        bare = word.strip(EDGES)
        if not bare:
            return ()
        if not bare.isalpha() and not bare.isdecimal() and any(map(str.isalpha, bare)):
            bare = bare.translate(self._letters)
        bare = RUN.sub(r"\1\1", bare)
        return self._short.get(bare, (bare,))


def sentences(words: Sequence[str]) -> list[list[str]]:
    """The spellings of each sentence, as they were written; letters one by one are one word."""
    spelt = closed([word for word in words if word != END]) if spaced(words) else []
    return list(_sentences(spelt or words))


def _sentences(words: Sequence[str]) -> Iterator[list[str]]:
    sentence: list[str] = []
    for word in words:
        if word != END:
            sentence.append(word)
        if sentence and (word == END or word[-1] == CRY):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def spaced(words: Sequence[str]) -> bool:
    """Whether single letters may follow one another: nearly no text, so it costs one look."""
    return 2 * sum(len(word) == 1 and word != END for word in words) > 4
