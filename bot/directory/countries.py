"""Which country a query names: names, aliases, adjectives, flags, codes and dialling codes.

Names come from CLDR through Babel, the rest from `countries.toml`. What might be a person
or two places is asked, never guessed: a wrong country means a number that does not answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from babel import Locale

from bot.directory import toml
from bot.directory.errors import DirectoryError
from bot.directory.words import Hit, Phrases, tokens

LANGUAGES = ("en", "es", "de", "fr", "pt", "it")
NOT_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "CQ"))
VALUE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
TAGGED_FLAG = re.compile("\U0001f3f4([\U000e0061-\U000e007a]{5})\U000e007f")
DIALLED = re.compile(r"(?<![\d+])(?:\+|00)(\d{1,3})")
CODE = re.compile(r"\b[A-Z]{2}\b")
IN_CODE = re.compile(r"\b(?:in|In|from|country) (?:the )?([A-Z]{2})\b")
SPOKEN_AFTER = frozenset(("speaking", "speaker", "speakers", "language", "spoken"))
SPOKEN_BEFORE = frozenset(("in", "speak", "speaks", "speaking"))
HERE, NAMED, AWAY = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Place:
    """What a query says of a country.

    `country` is set when one is named beyond doubt; `options` when several might be meant,
    then ask. `region` is ISO 3166-2. `languages` were asked for by name. `taken` are the
    places of tokens that belong to all that.
    """

    country: str | None = None
    region: str | None = None
    options: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Mention:
    weight: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Countries:
    """The index of names; made once."""

    names: Phrases = field(repr=False)
    values: Mapping[str, tuple[str, ...]] = field(repr=False)
    spoken: Mapping[str, str] = field(repr=False)
    here: frozenset[str]
    away: frozenset[str]
    no_place_after: frozenset[str] = field(repr=False)
    wordlike_codes: frozenset[str]
    not_typos: frozenset[str]
    codes: frozenset[str] = field(repr=False)

    @classmethod
    def parse(cls, text: str, file: str) -> "Countries":
        """Read `countries.toml`; a DirectoryError names file, line and mend."""
        tables = toml.read(text, file)
        _check(tables, text, file)
        names, values = Phrases(), dict[str, tuple[str, ...]]()
        for kind, phrase, meant in (*_own(tables), *_cldr(tables)):
            tag = f"{kind} {' '.join(meant)}"
            names.add(phrase, tag)
            values[tag] = meant
        dialled = tables.get("dialling", {})
        values |= {f"dialling {digits}": meant for digits, meant in dialled.items()}
        return cls(
            names=names,
            values=values,
            spoken=_spoken(),
            here=_words(tables, "here"),
            away=_words(tables, "away"),
            no_place_after=_words(tables, "no_place_after"),
            wordlike_codes=frozenset(tables.get("words", {}).get("codes", ())),
            not_typos=_words(tables, "not_typos"),
            codes=frozenset(_territories("en")),
        )

    def read(
        self, query: str, words: tuple[str, ...], known: str | None, speaks: frozenset[str]
    ) -> Place:
        """What `query` (its tokens are `words`) says.

        `known` is the country that is known already, `speaks` the languages of its
        services: there "dutch" is a language, elsewhere a country.
        """
        hits = self.names.longest(words)
        told = self._languages(words)
        mentions = [m for hit in hits for m in self._mention(hit, words, known, speaks, told)]
        mentions += [*self._signs(query), *self._codes(query)]
        taken = frozenset(n for hit in hits for n in range(hit.start, hit.end))
        taken |= {n for n, word in enumerate(words) if word in self.here or word == "the"}
        return _decide(mentions, known, frozenset(told.values()), taken | frozenset(told))

    def _languages(self, words: tuple[str, ...]) -> dict[int, str]:
        """Token places that name a language as a language, and its code."""
        return {
            place: self.spoken[word]
            for place, word in enumerate(words)
            if word in self.spoken
            and (
                (place + 1 < len(words) and words[place + 1] in SPOKEN_AFTER)
                or (place > 0 and words[place - 1] in SPOKEN_BEFORE)
                or word == "english"
            )
        }

    def _mention(
        self,
        hit: Hit,
        words: tuple[str, ...],
        known: str | None,
        speaks: frozenset[str],
        told: dict[int, str],
    ) -> Iterator[_Mention]:
        kind = hit.tag.partition(" ")[0]
        meant = self.values[hit.tag]
        weight = self._weight(hit.start, words)
        before = {" ".join(words[max(0, hit.start - n) : hit.start]) for n in (1, 2)}
        if before & self.no_place_after:
            return
        match kind:
            case "place":
                yield _Mention(weight, meant)
            case "adjective" if hit.start not in told:
                language = self.spoken.get(words[hit.start])
                if known and language and (language in speaks or len(meant) > 1):
                    told[hit.start] = language
                elif meant:
                    yield _Mention(AWAY, meant)
            case "ambiguous":
                beside = self._beside(hit, words)
                if weight == HERE or beside or len(words) == hit.end - hit.start:
                    yield _Mention(weight, _settled(meant, known))
                elif known is None:
                    yield _Mention(AWAY, (*meant, ""))
            case _:
                pass

    @staticmethod
    def _beside(hit: Hit, words: tuple[str, ...]) -> bool:
        """Whether a word such as "hotline" stands next to the name."""
        near = (*words[max(0, hit.start - 1) : hit.start], *words[hit.end : hit.end + 1])
        return any(w.startswith(("hotline", "helpline", "lifeline")) or w == "line" for w in near)

    def _weight(self, start: int, words: tuple[str, ...]) -> int:
        before = [w for w in words[max(0, start - 2) : start] if w != "the"][-1:]
        if before and before[0] in self.away:
            return AWAY
        return HERE if before and before[0] in self.here else NAMED

    def _signs(self, query: str) -> Iterator[_Mention]:
        for flag in FLAG.findall(query):
            code = "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in flag)
            if code in self.codes:
                yield _Mention(NAMED, (code,))
        for flag in TAGGED_FLAG.findall(query):
            code = "".join(chr(ord(sign) - 0xE0000) for sign in flag).upper()
            yield _Mention(NAMED, ("GB" if code == "GBENG" else f"{code[:2]}-{code[2:]}",))
        for digits in DIALLED.findall(query):
            found = (self.values.get(f"dialling {digits[:size]}") for size in (3, 2, 1))
            values = next((value for value in found if value), None)
            if values:
                yield _Mention(NAMED, values)

    def _codes(self, query: str) -> Iterator[_Mention]:
        bare = query.strip()
        whole = bare in self.codes or bare.upper() in self.codes - self.wordlike_codes
        if len(bare) == 2 and whole:
            yield _Mention(NAMED, (bare.upper(),))
            return
        if query.upper() == query:
            return
        inside = frozenset(IN_CODE.findall(query))
        for code in CODE.findall(query):
            if code in self.codes and (code in inside or code not in self.wordlike_codes):
                yield _Mention(HERE if code in inside else NAMED, (code,))


def _settled(meant: tuple[str, ...], known: str | None) -> tuple[str, ...]:
    return (known,) if known in meant and known else meant


def _decide(
    mentions: list[_Mention], known: str | None, languages: frozenset[str], taken: frozenset[int]
) -> Place:
    """The strongest mentions win; when they differ, or one means several, it is asked."""
    best = max((mention.weight for mention in mentions), default=0)
    groups = {_settled(m.values, known) for m in mentions if m.weight == best}
    values = tuple(dict.fromkeys(value for group in groups for value in group))
    countries = tuple(sorted({value[:2] for value in values if value}))
    if len(countries) != 1 or "" in values:
        return Place(options=countries, languages=languages, taken=taken)
    region = next((value for value in sorted(values) if "-" in value), None)
    return Place(countries[0], region, (), languages, taken)


def _own(tables: Mapping[str, toml.Table]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for phrase, meant in tables.get("aliases", {}).items():
        yield "place", phrase, meant
    for phrase, meant in tables.get("adjectives", {}).items():
        yield "adjective", phrase, meant
    for phrase, meant in tables.get("ambiguous", {}).items():
        yield "ambiguous", phrase, meant
    for phrase in tables.get("not_places", {}).get("words", ()):
        yield "nothing", phrase, ()


def _cldr(tables: Mapping[str, toml.Table]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Names of countries in every language, but for those that are told apart by hand."""
    own = {" ".join(tokens(phrase)) for _, phrase, _ in _own(tables)}
    seen: set[str] = set()
    for language in LANGUAGES:
        for code, name in _territories(language).items():
            plain = " ".join(tokens(name))
            if plain not in own and plain not in seen:
                seen.add(plain)
                yield "place", name, (code,)


def _territories(language: str) -> dict[str, str]:
    names = cast("Mapping[str, str]", Locale.parse(language).territories)
    found = {c: n for c, n in names.items() if len(c) == 2 and c.isalpha()}
    return {code: name for code, name in found.items() if code not in NOT_COUNTRIES}


def _spoken() -> dict[str, str]:
    names = cast("Mapping[str, str]", Locale.parse("en").languages)
    return {" ".join(tokens(name)): code for code, name in names.items() if len(code) == 2}


def _words(tables: Mapping[str, toml.Table], section: str) -> frozenset[str]:
    phrases = tables.get(section, {}).get("words", ())
    return frozenset(" ".join(tokens(phrase)) for phrase in phrases)


def _check(tables: Mapping[str, toml.Table], text: str, file: str) -> None:
    for section in ("aliases", "adjectives", "ambiguous", "dialling"):
        for name, values in tables.get(section, {}).items():
            wrong = [value for value in values if not VALUE.fullmatch(value)]
            if wrong:
                line = toml.line_of(text, name)
                raise DirectoryError(file, line, f"{name}: write a code such as GB or GB-SCT")
