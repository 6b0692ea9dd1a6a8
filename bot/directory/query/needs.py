"""What a query asks for: topics, audience, channel, danger, and whether it asks at all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.directory import toml
from bot.directory.query import vocabulary
from bot.directory.query.spotting import Glued, Spotter
from bot.directory.query.words import Hit, Phrases, tokens

CHANNELS = frozenset(("text", "chat", "whatsapp", "email", "relay"))
NAMING = "en"
"""Of the names of services only English words of need are taken away."""
AGE = re.compile(r"(?<![\d/.,:+-])(\d{2})(?![\d/:%]|[.,]\d)")
OLDEST_MINOR, YOUNGEST_MINOR, YOUNGEST_OLDER = 17, 8, 65
LAUGHING = frozenset("😂🤣💀😹😆")
FEWEST_TOLD = 4
"""Words from which on a sentence about oneself is taken for a wish, if a weak one."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for. `asks` is False for what is no lookup at all.

    `watched`: somebody may see or hear it. `now`: who answers at this hour is asked for.
    `person`: somebody tells of themselves or of another. `elsewhere`: words of games, films
    and the like; `smalltalk`: thanks, greetings.
    """

    topics: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    danger: bool = False
    watched: bool = False
    now: bool = False
    strong: bool = False
    weak: bool = False
    person: bool = False
    elsewhere: bool = False
    smalltalk: bool = False
    silent: bool = False

    @property
    def chat(self) -> bool:
        """Whether it is evident that something else is talked about."""
        return self.elsewhere or self.smalltalk or self.silent

    @property
    def asks(self) -> bool:
        """Whether the words are a wish for help, whatever the country."""
        meant = self.topics or self.danger or self.watched
        if (self.elsewhere or self.silent) and not (self.person and meant):
            return bool(self.strong and (self.topics or self.channels)) and not self.silent
        wished = meant or self.strong or self.channels
        return bool(wished) or (self.weak and not self.chat)


@dataclass(frozen=True, slots=True)
class Needs:
    """The index of synonyms; made once."""

    spotter: Spotter = field(repr=False)
    audiences: Phrases = field(repr=False)
    nearby: Mapping[str, frozenset[str]]
    implied: Mapping[str, frozenset[str]]
    wordlike_names: frozenset[str] = field(repr=False)
    never_mended: frozenset[str] = field(repr=False)
    words: Mapping[str, frozenset[str]] = field(repr=False)

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> "Needs":
        """Read the folder `needs`, file names to texts; a DirectoryError says what to mend."""
        known = vocabulary.parse(texts)
        audiences = Phrases()
        for group, words in known.core.get("groups", {}).items():
            for word in words:
                audiences.add(word, group)
        return cls(
            spotter=_spotter(known.rows, _glued(known.core)),
            audiences=audiences,
            nearby=_sets(known.core, "nearby"),
            implied=_sets(known.core, "implied"),
            wordlike_names=_sets(known.core, "wordlike_names").get("words", frozenset()),
            never_mended=known.never_mended,
            words=_by_language(known.rows),
        )

    def read(self, query: str, words: tuple[str, ...], locale: str = "") -> Need:
        """What `query` (its tokens are `words`) asks for; `locale` tells a language, too."""
        hits = self.spotter.find(words, frozenset((locale,)))
        quoted = {n for h in hits if h.tag == "silent words" for n in range(h.start, h.end)}
        tags = {hit.tag for hit in hits if quoted.isdisjoint(range(hit.start, hit.end))}
        audience = _of("audience", tags) | _age(query)
        if "youth" in audience:
            audience -= {"older"}  # "14 years old"
        topics = _of("topics", tags) | (audience & {"youth"})
        if "parents" in audience and topics - {"youth"}:
            topics -= {"youth"}  # "no job and three kids"
        told = "person words" in tags
        return Need(
            silent=bool(quoted),
            topics=topics,
            audience=audience,
            channels=_of("channel", tags) & CHANNELS,
            danger="danger words" in tags,
            watched="watched words" in tags,
            now="now words" in tags,
            strong="lookup strong" in tags,
            weak="lookup weak" in tags or (told and len(words) >= FEWEST_TOLD),
            person=told,
            elsewhere="elsewhere words" in tags or not LAUGHING.isdisjoint(query),
            smalltalk="smalltalk words" in tags,
        )

    def bare(self, name: str) -> str:
        """A name without words of need: "" of "child helpline", "neda" of "NEDA helpline"."""
        words = tokens(name)
        hits: list[Hit] = self.spotter.find(words, only=NAMING)
        covered = {place for hit in hits for place in range(hit.start, hit.end)}
        return " ".join(word for place, word in enumerate(words) if place not in covered)


def _spotter(rows: Iterable[vocabulary.Row], glued: Glued) -> Spotter:
    return Spotter.of(((row.language, row.tag, row.phrase) for row in rows), glued)


def _glued(core: Mapping[str, toml.Table]) -> Glued:
    """Syllables that a language writes before a word, as tokens."""
    table = core.get("glued", {})
    return {tongue: frozenset(tokens(" ".join(before))) for tongue, before in table.items()}


def _by_language(rows: Iterable[vocabulary.Row]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.language].update(_words(row))
    return {language: frozenset(words) for language, words in found.items()}


def _words(row: vocabulary.Row) -> Iterable[str]:
    """Every single word that stands in a phrase, stems among them, for the mending."""
    return (word for side in row.phrase.sides for pattern in side for word in pattern.split())


def _sets(tables: Mapping[str, toml.Table], section: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in tables.get(section, {}).items()}


def _of(kind: str, tags: set[str]) -> frozenset[str]:
    return frozenset(tag.partition(" ")[2] for tag in tags if tag.startswith(f"{kind} "))


def _age(query: str) -> frozenset[str]:
    """An age, where the only number in the query may be one."""
    ages = AGE.findall(query)
    if len(ages) != 1 or len(re.findall(r"\d+", query)) != 1:
        return frozenset()
    age = int(ages[0])
    if YOUNGEST_MINOR <= age <= OLDEST_MINOR:
        return frozenset(("youth",))
    return frozenset(("older",)) if age >= YOUNGEST_OLDER else frozenset()
