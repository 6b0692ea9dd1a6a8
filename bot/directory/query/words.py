"""A query as plain tokens, and phrases found among them.

Everything is linear in the query: a token is folded sign by sign, a phrase is a look-up
of at most six tokens.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.directory.query.folding import Runs, spaceless, tokens

__all__ = ["Hit", "Phrases", "tokens"]

LONGEST_PHRASE_TOKENS = 6
SHORTEST_STEM_CHARS = 3
LONGEST_STEM_CHARS = 24


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
        word = words[start][:LONGEST_STEM_CHARS]
        for size in range(SHORTEST_STEM_CHARS, len(word) + 1):
            for tag in self._stems.get(word[:size], ()):
                yield Hit(start, start + 1, tag)
        for name in self._runs.find(words[start]):
            for tag in (*self._whole.get(name, ()), *self._stems.get(name, ())):
                yield Hit(start, start + 1, tag)
