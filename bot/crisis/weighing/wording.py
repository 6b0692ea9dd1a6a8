"""The words of a text as they are weighed: disguises off, short forms spelt out."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.crisis.glance import closed
from bot.crisis.memory import Memory
from bot.crisis.respelling import Respelling
from bot.crisis.words import END

EDGES = "!@$*+|()&%#^<>/\\,\u00a1\u00bf"
CRY = "!"
RUN = re.compile(r"(.)\1{2,}")


class Wording(Memory[tuple[str, ...]]):
    """Each spelling as the words that it means; it fills itself."""

    def __init__(
        self,
        short: Mapping[str, tuple[str, ...]],
        leet: Mapping[str, str],
        respelling: Respelling,
    ) -> None:
        """`short` spells out what is written short; `leet` is the table of digits and marks.

        `respelling` leads back what is no word as it stands.
        """
        super().__init__()
        self._short, self._respelling = short, respelling
        self._letters = str.maketrans({sign: letters[0] for sign, letters in leet.items()})

    def worked_out(self, word: str) -> tuple[str, ...]:
        """The words that a spelling means."""
        bare = word.strip(EDGES)
        if not bare:
            return ()
        if not bare.isalpha() and not bare.isdecimal() and any(map(str.isalpha, bare)):
            bare = bare.translate(self._letters)
        bare = RUN.sub(r"\1\1", bare)
        parts = self._respelling[bare] or (bare,)
        return tuple(m for part in parts for m in self._short.get(part, (part,)))


def sentences(words: Sequence[str]) -> list[Sequence[str]]:
    """The spellings of each sentence, as they were written."""
    ends = [n for n, word in enumerate(words, 1) if word == END or word[-1] == CRY]
    if not ends:
        return [words] if words else []
    cut = [words[start:end] for start, end in pairwise((0, *ends, len(words)))]
    bare = [one[:-1] if one and one[-1] == END else one for one in cut]
    return [one for one in bare if one]


def retold(words: Sequence[str], respelling: Respelling) -> Sequence[str]:
    """The words as they were meant, where letters stand one by one, or words were cut anywhere."""
    if whole := respelling.whole(words):
        return whole
    if spaced(words) and (joined := closed([word for word in words if word != END])):
        return joined
    return words


def spaced(words: Sequence[str]) -> bool:
    """Whether single letters may follow one another: nearly no text, so it costs one look."""
    if [*map(len, words)].count(1) <= 2:
        return False
    return sum(len(word) == 1 and word != END for word in words) > 2
