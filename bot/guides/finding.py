"""Finding guides: words and phrases that people type, in each language, and mistyped ones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.directory.query.folding import tokens
from bot.guides.guide import Guide

MOST_FOUND = 3
MOST_TOKENS = 300
"""So many words of a query are looked at; what is longer is no query."""
LONGEST_PHRASE, LONGEST_WORD = 6, 24
SHORTEST_STEM = 2
SHORTEST_MENDED, SHORTEST_TWO, MOST_MENDED = 5, 9, 12
"""Letters of a word in which one slip is mended, and two; and how many words of a query are."""
OF_TOPIC = 0.75
"""A need that the directory heard weighs less than a word of the guide itself."""
GENERAL = frozenset(("crisis", "general", "suicide"))
"""Needs that nearly every query has: they find a guide only where its words do, too."""
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that stands in a query: how many words long, of which guides, in which language."""

    length: int
    guides: tuple[str, ...]
    language: str


@dataclass(slots=True)
class Phrases:
    """The phrases of one language: whole ones by their words, and beginnings of words."""

    language: str
    whole: dict[Key, tuple[str, ...]] = field(default_factory=dict[Key, tuple[str, ...]])
    stems: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def add(self, phrase: str, guide: str) -> None:
        """Learn one; a star at its end stands for any ending of its last word."""
        words = tokens(phrase)
        if phrase.endswith("*") and len(words) == 1:
            self.stems[words[0]] = tuple(dict.fromkeys((*self.stems.get(words[0], ()), guide)))
        elif words:
            self.whole[words] = tuple(dict.fromkeys((*self.whole.get(words, ()), guide)))

    def find(self, words: Key) -> Iterator[Hit]:
        """The longest hit at each place, but for those that lie within an earlier one."""
        end = 0
        for at in range(len(words)):
            hit = self._at(words, at)
            if hit is not None and at + hit.length > end:
                end = at + hit.length
                yield hit

    def _at(self, words: Key, at: int) -> Hit | None:
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            if guides := self.whole.get(words[at : at + length]):
                return Hit(length, guides, self.language)
        word = words[at][:LONGEST_WORD]
        for size in range(len(word), SHORTEST_STEM - 1, -1):
            if guides := self.stems.get(word[:size]):
                return Hit(1, guides, self.language)
        return None


@dataclass(frozen=True, slots=True)
class Finder:
    """An index over guides; made once."""

    guides: Mapping[str, Guide] = field(repr=False)
    phrases: tuple[Phrases, ...] = field(repr=False)
    titles: Mapping[Key, str] = field(repr=False)
    known: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, guides: Iterable[Guide]) -> "Finder":
        """Learn the words and the title of each."""
        kept = {one.id: one for one in guides}
        languages = sorted({tag for one in kept.values() for tag in one.texts})
        phrases = tuple(_phrases(tag, kept.values()) for tag in languages)
        titles = {
            tokens(text.title): one.id for one in kept.values() for text in one.texts.values()
        }
        words = {
            w for p in phrases for key in (*p.whole, *((stem,) for stem in p.stems)) for w in key
        }
        known = tuple(sorted(word for word in words if len(word) >= SHORTEST_MENDED))
        return cls(kept, phrases, titles | {tokens(id_): id_ for id_ in kept}, known)

    def titled(self, typed: str) -> Guide | None:
        """The guide whose title or id this is."""
        id_ = self.titles.get(tokens(typed))
        return self.guides[id_] if id_ else None

    def find(self, query: str, locale: str, topics: frozenset[str]) -> tuple[Guide, ...]:
        """The best three, best first; as written, and only if that finds nothing, mended."""
        words = tokens(query)[:MOST_TOKENS]
        hits = self._hits(words, locale) or self._hits(self._mended(words), locale)
        scores = dict.fromkeys(self.guides, 0.0)
        for hit in hits:
            for id_ in hit.guides:
                scores[id_] += hit.length / len(hit.guides)
        for id_, guide in self.guides.items():
            scores[id_] += OF_TOPIC * bool(guide.topics & (topics - GENERAL))
        order = {id_: place for place, id_ in enumerate(self.guides)}
        ranked = sorted(scores, key=lambda id_: (-scores[id_], order[id_]))
        return tuple(self.guides[id_] for id_ in ranked[:MOST_FOUND] if scores[id_] > 0)

    def _hits(self, words: Key, locale: str) -> list[Hit]:
        """In the language of who asks; in all others only if that has none."""
        language = locale.replace("_", "-").partition("-")[0].lower()
        found = [hit for one in self.phrases for hit in one.find(words)]
        return [hit for hit in found if hit.language == language] or found

    def _mended(self, words: Key) -> Key:
        left = MOST_MENDED
        mended: list[str] = []
        for word in words:
            may = left > 0 and SHORTEST_MENDED <= len(word) <= LONGEST_WORD and word.isalpha()
            left -= may
            mended.append(self._nearest(word) if may else word)
        return tuple(mended)

    def _nearest(self, word: str) -> str:
        """The known word that is a slip away and begins alike; else the word itself."""
        most = 2 if len(word) >= SHORTEST_TWO else 1
        alike = [one for one in self.known if one[0] == word[0]]
        found = extractOne(word, alike, scorer=OSA.distance, score_cutoff=most)
        return found[0] if found else word


def _phrases(language: str, guides: Iterable[Guide]) -> Phrases:
    learned = Phrases(language)
    for guide in guides:
        text = guide.texts.get(language)
        for phrase in (text.title, *text.words) if text else ():
            learned.add(phrase, guide.id)
    return learned
