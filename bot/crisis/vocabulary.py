"""The words a lexicon knows, and how a disguised or misspelt word is led back to one of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

SHORTEST_TYPO_CHARS = 6  # shorter words have neighbours that are words of their own
LONGEST_WORD_CHARS = 30  # longer "words" are no disguise of ours
MOST_READINGS = 8
RUN = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`known` are all words of patterns; `aliases` lead a spelling to the words it means.

    `squashed` are strong phrases without their spaces. `leet` gives the letters that a digit
    or mark may mean.
    """

    known: frozenset[str]
    aliases: Mapping[str, tuple[str, ...]]
    squashed: Mapping[str, tuple[str, ...]]
    leet: Mapping[str, str]
    _squeezed: dict[str, str] = field(init=False, repr=False, default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Index every known word by its letters without doubles."""
        for word in sorted(self.known | self.aliases.keys() | self.squashed.keys(), reverse=True):
            self._squeezed[squeeze(word)] = word

    def __contains__(self, word: str) -> bool:
        """Whether a spelling means something to the lexicon as it stands."""
        return word in self.known or word in self.aliases or word in self.squashed

    def meant(self, word: str) -> tuple[str, ...]:
        """The words that a spelling stands for; itself when it is nobody's alias."""
        return self.aliases.get(word, (word,))

    def undisguised(self, word: str) -> str:
        """The known word behind leet and repeated letters, else the word as it is."""
        if len(word) > LONGEST_WORD_CHARS or word in self:
            return word
        for reading in self._readings(word):
            if reading in self:
                return reading
            held = self._squeezed.get(squeeze(reading))
            if held is not None and (reading != word or RUN.search(word)):
                return held
        return word

    def _readings(self, word: str) -> Iterator[str]:
        yield word
        if not word.isalpha() and not word.isdecimal():
            choices = (self.leet.get(sign, sign) for sign in word)
            yield from map("".join, islice(product(*choices), MOST_READINGS))


def squeeze(word: str) -> str:
    """Runs of one letter as one, l as i: "killlll", "kil" and "kiIl" (a capital i) are the same."""
    return RUN.sub(r"\1", word.replace("l", "i"))


def slips(words: Iterable[str], spared: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Misspellings of key words by one missing, doubled or swapped letter.

    `spared` are real words that such a slip would hit.
    """
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= SHORTEST_TYPO_CHARS:
            found |= {slip: (word,) for slip in _slips(word) if slip not in spared}
    return found


def _slips(word: str) -> Iterator[str]:
    for n in range(1, len(word)):
        yield word[:n] + word[n + 1 :]
        yield word[:n] + word[n] + word[n:]
        yield word[: n - 1] + word[n] + word[n - 1] + word[n + 1 :]
