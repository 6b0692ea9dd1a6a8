"""What a query asks for: topics, audience, channel, danger, and whether it asks at all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.directory import toml
from bot.directory.errors import DirectoryError
from bot.directory.words import Phrases, tokens

KINDS = ("topics", "audience", "channel", "danger", "lookup", "person", "silent", "elsewhere")
OTHER_TABLES = ("nearby", "groups", "implied", "never_mended", "wordlike_names")
CHANNELS = frozenset(("text", "chat", "whatsapp", "email", "relay"))
AGE = re.compile(r"(?<![\d/.,:+-])(\d{2})(?![\d/:%]|[.,]\d)")
OLDEST_MINOR, YOUNGEST_MINOR, YOUNGEST_OLDER = 17, 8, 65


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for. `asks` is False for what is no lookup at all."""

    topics: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    danger: bool = False
    strong: bool = False
    weak: bool = False
    elsewhere: bool = False
    silent: bool = False

    @property
    def asks(self) -> bool:
        """Whether the words are a wish for help, whatever the country."""
        wished = self.topics or self.danger or self.strong or self.channels
        return bool(wished) or (self.weak and not self.elsewhere)


@dataclass(frozen=True, slots=True)
class Needs:
    """The index of synonyms; made once."""

    phrases: Phrases = field(repr=False)
    audiences: Phrases = field(repr=False)
    nearby: Mapping[str, frozenset[str]]
    implied: Mapping[str, frozenset[str]]
    wordlike_names: frozenset[str] = field(repr=False)
    never_mended: frozenset[str] = field(repr=False)

    @classmethod
    def parse(cls, text: str, file: str) -> "Needs":
        """Read `needs.toml`; a DirectoryError names file, line and mend."""
        tables = toml.read(text, file)
        nearby = _sets(tables, "nearby")
        _check(tables, frozenset(nearby), text, file)
        phrases, audiences = Phrases(), Phrases()
        for tag, phrase in _tagged(tables):
            phrases.add(phrase, tag)
        for group, words in tables.get("groups", {}).items():
            for word in words:
                audiences.add(word, group)
        return cls(
            phrases=phrases,
            audiences=audiences,
            nearby=nearby,
            implied=_sets(tables, "implied"),
            wordlike_names=_all(tables, "wordlike_names"),
            never_mended=_all(tables, "never_mended"),
        )

    def read(self, query: str, words: tuple[str, ...]) -> Need:
        """What `query` (its tokens are `words`) asks for."""
        hits = self.phrases.find(words)
        silent = {n for h in hits if h.tag == "silent words" for n in range(h.start, h.end)}
        tags = {hit.tag for hit in hits if silent.isdisjoint(range(hit.start, hit.end))}
        audience = _of("audience", tags) | _age(query)
        if "youth" in audience:
            audience -= {"older"}  # "14 years old"
        return Need(
            silent=bool(silent),
            topics=_of("topics", tags) | (audience & {"youth"}),
            audience=audience,
            channels=_of("channel", tags) & CHANNELS,
            danger="danger words" in tags,
            strong="lookup strong" in tags,
            weak="lookup weak" in tags or ("person words" in tags and len(words) >= 4),
            elsewhere="elsewhere words" in tags,
        )

    def bare(self, name: str) -> str:
        """A name without words of need: "" of "child helpline", "neda" of "NEDA helpline"."""
        words = tokens(name)
        hits = self.phrases.find(words)
        covered = {place for hit in hits for place in range(hit.start, hit.end)}
        return " ".join(word for place, word in enumerate(words) if place not in covered)


def _tagged(tables: Mapping[str, toml.Table]) -> Iterator[tuple[str, str]]:
    for section, table in tables.items():
        kind = section.partition(".")[0]
        if kind in KINDS:
            for name, phrases in table.items():
                for phrase in phrases:
                    yield f"{kind} {name}", phrase


def _sets(tables: Mapping[str, toml.Table], section: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in tables.get(section, {}).items()}


def _all(tables: Mapping[str, toml.Table], kind: str) -> frozenset[str]:
    """The words of a section in every language."""
    named = (table for section, table in tables.items() if section.partition(".")[0] == kind)
    return frozenset(word for table in named for word in table.get("words", ()))


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


def _check(tables: Mapping[str, toml.Table], topics: frozenset[str], text: str, file: str) -> None:
    for section, table in tables.items():
        kind = section.partition(".")[0]
        if kind not in (*KINDS, *OTHER_TABLES):
            line = text.count("\n", 0, text.find(f"[{section}]")) + 1
            raise DirectoryError(file, line, f"[{section}] is no table of needs")
        names = table if kind == "topics" else ()
        wrong = next((name for name in names if name not in topics), None)
        if wrong is not None:
            line = toml.line_of(text, wrong)
            raise DirectoryError(file, line, f"{wrong} is no topic; [nearby] lists them")
