"""The lists of data/words/identity.toml, as the matchers take them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

SCRIPTS = {
    "cyrillic": (0x0400, 0x04FF), "arabic": (0x0600, 0x06FF), "hebrew": (0x0590, 0x05FF),
    "devanagari": (0x0900, 0x097F), "cjk": (0x4E00, 0x9FFF), "hiragana": (0x3040, 0x309F),
    "katakana": (0x30A0, 0x30FF), "hangul": (0xAC00, 0xD7AF),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Names that are ordinary words in a language, and what shows that a text is in it.

    `words` holds one set for each group of languages; a group without an entry in `shown_by` and
    `scripts` always counts. All in folded Latin letters, but for `scripts`.
    """

    words: Mapping[str, AbstractSet[str]]
    shown_by: Mapping[str, AbstractSet[str]]
    scripts: Mapping[str, tuple[str, ...]]

    def within(self, words: AbstractSet[str], text: str) -> frozenset[str]:
        """The names that are ordinary words in such a text."""
        return frozenset[str]().union(
            *(known for group, known in self.words.items() if self._in(group, words, text))
        )

    def anywhere(self) -> frozenset[str]:
        """The names that are ordinary words in some language."""
        return frozenset[str]().union(*self.words.values())

    def _in(self, group: str, words: AbstractSet[str], text: str) -> bool:
        shown, scripts = self.shown_by.get(group), self.scripts.get(group, ())
        if shown is None and not scripts:
            return True
        return not words.isdisjoint(shown or ()) or (
            not text.isascii() and any(_has(text, *SCRIPTS[script]) for script in scripts)
        )


def _has(text: str, first: int, last: int) -> bool:
    return any(first <= ord(sign) <= last for sign in text)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every list. `helplines` are digits and hosts of services, which tell of nobody."""

    at: tuple[str, ...]
    at_marked: tuple[str, ...]
    dot: tuple[str, ...]
    dot_marked: tuple[str, ...]
    slash: tuple[str, ...]
    low_line: tuple[str, ...]
    mail: frozenset[str]
    mail_said: frozenset[str]
    networks: frozenset[str]
    network_words: frozenset[str]
    called: tuple[str, ...]
    places: frozenset[str]
    places_named: frozenset[str]
    numbered: frozenset[str]
    streets: tuple[str, ...]
    no_place: frozenset[str]
    before_places: frozenset[str]
    times: frozenset[str]
    no_short_form: frozenset[str]
    ordinary: Ordinary
    given: frozenset[str]
    nicknames: Mapping[str, frozenset[str]]
    helplines: frozenset[str] = field(default=frozenset())
