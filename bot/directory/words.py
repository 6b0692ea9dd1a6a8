"""A query as plain tokens, phrases found among them, and words mended by one letter.

Everything is linear in the query: a token is folded sign by sign, a phrase is a look-up
of at most six tokens, and only the first few unknown words are mended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.directory.folding import Runs, spaceless, tokens

__all__ = ["Hit", "Mender", "Phrases", "tokens"]

LONGEST_PHRASE_TOKENS = 6
SHORTEST_STEM_CHARS = 3
SHORTEST_MENDED_CHARS = 6
LONGEST_MENDED_CHARS = 24
MOST_MENDED_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in tokens [start, end), and what it stands for."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to tags. `suicid*` stands for every word that begins so.

    In scripts without spaces a phrase is found anywhere within a word: there a word is a
    whole sentence.
    """

    _whole: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _stems: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _runs: Runs = field(default_factory=Runs)

    def add(self, phrase: str, tag: str) -> None:
        """Learn one phrase; used while an index is made, never after."""
        known = self._stems if phrase.endswith("*") else self._whole
        key = " ".join(tokens(phrase))
        known[key] = tuple(dict.fromkeys((*known.get(key, ()), tag)))
        if spaceless(key):
            self._runs.add(key)

    def words(self) -> Iterator[str]:
        """Every single word of every whole phrase."""
        for phrase in self._whole:
            yield from phrase.split()

    def find(self, words: tuple[str, ...]) -> tuple[Hit, ...]:
        """All hits, in order of their start, longer ones first."""
        return tuple(hit for start in range(len(words)) for hit in self._at(words, start))

    def longest(self, words: tuple[str, ...]) -> tuple[Hit, ...]:
        """Hits that do not overlap, each as long as can be: "new mexico" hides "mexico"."""
        kept: list[Hit] = []
        for hit in self.find(words):
            inside = kept and hit.start < kept[-1].end
            twin = inside and (hit.start, hit.end) == (kept[-1].start, kept[-1].end)
            if not inside or twin:
                kept.append(hit)
        return tuple(kept)

    def _at(self, words: tuple[str, ...], start: int) -> Iterator[Hit]:
        for end in range(min(len(words), start + LONGEST_PHRASE_TOKENS), start, -1):
            for tag in self._whole.get(" ".join(words[start:end]), ()):
                yield Hit(start, end, tag)
        word = words[start][:LONGEST_MENDED_CHARS]
        for size in range(SHORTEST_STEM_CHARS, len(word) + 1):
            for tag in self._stems.get(word[:size], ()):
                yield Hit(start, start + 1, tag)
        for name in self._runs.find(words[start]):
            for tag in (*self._whole.get(name, ()), *self._stems.get(name, ())):
                yield Hit(start, start + 1, tag)


def _cuts(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters but the first."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]


class Mender:
    """Unknown words of six letters and more to the known one that is one letter away.

    One letter missing, too many, wrong or swapped with its neighbour; the first letter
    must be right. The words given first win where two are as near.
    """

    def __init__(self, known: Iterable[str], never: Iterable[str] = ()) -> None:
        """`never` are right as they are: names and everyday words."""
        words = tuple(dict.fromkeys(known))
        self._known = frozenset((*words, *never))
        self._near: dict[str, str] = {}
        for word in words:
            if SHORTEST_MENDED_CHARS <= len(word) <= LONGEST_MENDED_CHARS and word.isalpha():
                for cut in _cuts(word):
                    self._near.setdefault(cut, word)

    def mend(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The same tokens, the first forty unknown ones mended where a known one is near."""
        left = MOST_MENDED_TOKENS
        mended = list(words)
        for place, word in enumerate(words):
            if word in self._known or not self._mendable(word):
                continue
            if left == 0:
                break
            left -= 1
            mended[place] = self._nearest(word)
        return tuple(mended)

    @staticmethod
    def _mendable(word: str) -> bool:
        return SHORTEST_MENDED_CHARS <= len(word) <= LONGEST_MENDED_CHARS and word.isalpha()

    def _nearest(self, word: str) -> str:
        for cut in _cuts(word):
            near = self._near.get(cut)
            if near is not None and _one_apart(word, near):
                return near
        return word


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter was missed, added, changed or swapped with the next."""
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if head is None:
        return abs(len(one) - len(other)) <= 1
    tails = {(one[head + 1 :], other[head + 1 :]), (one[head + 1 :], other[head:])}
    tails |= {(one[head:], other[head + 1 :])}
    swapped = one[head : head + 2] == other[head : head + 2][::-1]
    return any(a == b for a, b in tails) or (swapped and one[head + 2 :] == other[head + 2 :])
