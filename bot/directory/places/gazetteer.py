"""Names of countries as tables: by hand from `countries.toml`, and in six languages from CLDR."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from babel import Locale

from bot.directory import toml
from bot.directory.errors import DirectoryError
from bot.directory.query.words import tokens

LANGUAGES = ("en", "es", "de", "fr", "pt", "it")
"""Whose names are offered while somebody types, and mended; others have to be right."""
NOT_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "CQ"))
PARTS = {"IC": "ES", "EA": "ES"}
"""Islands and towns that have a code but no numbers of their own."""
VALUE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def own(tables: Mapping[str, toml.Table]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What `countries.toml` says by hand: kind, phrase, codes."""
    for phrase, meant in tables.get("aliases", {}).items():
        yield "place", phrase, meant
    for phrase, meant in tables.get("adjectives", {}).items():
        yield "adjective", phrase, meant
    for phrase, meant in tables.get("ambiguous", {}).items():
        yield "ambiguous", phrase, meant
    for phrase in tables.get("not_places", {}).get("words", ()):
        yield "nothing", phrase, ()


def cldr(tables: Mapping[str, toml.Table]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Names of countries in every language, but for those that are told apart by hand."""
    by_hand = {" ".join(tokens(phrase)) for _, phrase, _ in own(tables)} | words(
        tables, "only_alone"
    )
    seen: set[str] = set()
    for language in LANGUAGES:
        for code, name in territories(language).items():
            plain = " ".join(tokens(name))
            if plain not in by_hand and plain not in seen:
                seen.add(plain)
                yield "place", name, (PARTS.get(code, code),)


def territories(language: str) -> dict[str, str]:
    """ISO codes to the names that CLDR has."""
    names = cast("Mapping[str, str]", Locale.parse(language).territories)
    found = {c: n for c, n in names.items() if len(c) == 2 and c.isalpha()}
    return {code: name for code, name in found.items() if code not in NOT_COUNTRIES}


def spoken() -> dict[str, str]:
    """English names of languages to their codes."""
    names = cast("Mapping[str, str]", Locale.parse("en").languages)
    return {" ".join(tokens(name)): code for code, name in names.items() if len(code) == 2}


def words(tables: Mapping[str, toml.Table], section: str, name: str = "words") -> frozenset[str]:
    """Phrases of a section, folded."""
    phrases = tables.get(section, {}).get(name, ())
    return frozenset(" ".join(tokens(phrase)) for phrase in phrases)


def check(tables: Mapping[str, toml.Table], text: str, file: str) -> None:
    """Codes that are none are refused, with their line."""
    for section in ("aliases", "adjectives", "ambiguous", "dialling"):
        for name, values in tables.get(section, {}).items():
            wrong = [value for value in values if not VALUE.fullmatch(value)]
            if wrong:
                line = toml.line_of(text, name)
                raise DirectoryError(file, line, f"{name}: write a code such as GB or GB-SCT")
