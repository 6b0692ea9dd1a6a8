"""Countries that may be meant by half a word, for an option while it is typed."""

import functools
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import cast

from babel import Locale
from babel.languages import get_official_languages

from bot.directory.lookup import Directory
from bot.directory.places.gazetteer import LANGUAGES
from bot.ui.form import Choice
from bot.ui.texts import Say
from cogs.resources.lines import country_code

FEWEST_LETTERS, MOST_LETTERS, ALIKE = 4, 30, 0.75
"""Of so many letters a slip of the fingers is looked through, where names are so alike."""


@dataclass(frozen=True, slots=True)
class Countries:
    """Offers countries by name; what is sent is the code, which means one country alone."""

    directory: Directory

    def __call__(self, typed: str, say: Say, first: str | None) -> tuple[Choice, ...]:
        """Nothing typed yet: `first`, then those of the language, the best served before others."""
        wanted, served = plainly(typed), self.directory.countries()
        names = _named(say("locale.tag"), tuple(served))
        ranked = self._ranked(wanted, names) if wanted else _at_first(names, first, say)
        order = sorted(ranked, key=lambda code: (ranked[code], -served[code], names[code]))
        return tuple(Choice(code, names[code]) for code in order)

    def _ranked(self, wanted: str, names: Mapping[str, str]) -> dict[str, int]:
        """The countries that may be meant, and how far each is from what was typed."""
        found = {code: near for code in names if (near := _near(wanted, code, names[code])) < FAR}
        named = country_code(self.directory, wanted)
        if named is not None and named in names:
            found[named] = 0
        if not found and FEWEST_LETTERS <= len(wanted) <= MOST_LETTERS:
            alike = _alike(wanted)
            found = {code: FAR for code in names if alike(folded(names[code]))}
        return found


FAR = 4


def _near(wanted: str, code: str, name: str) -> int:
    """By its beginning, by its name in another language, by a later word of it."""
    if folded(name).startswith(wanted):
        return 1
    if any(one.startswith(wanted) for one in _elsewhere(code)):
        return 2
    return 3 if f" {wanted}" in folded(name) else FAR


def _at_first(names: Mapping[str, str], first: str | None, say: Say) -> dict[str, int]:
    language = say("locale.tag")
    return {code: 0 if code == first else 1 + (language not in _spoken(code)) for code in names}


def _alike(wanted: str) -> Callable[[str], bool]:
    """Whether a name, or its beginning, is so much like this."""
    pair = SequenceMatcher(b=wanted, autojunk=False)

    def alike(one: str) -> bool:
        pair.set_seq1(one)
        bounds = (pair.real_quick_ratio, pair.quick_ratio, pair.ratio)  # each costs more
        return all(bound() >= ALIKE for bound in bounds)

    return lambda name: alike(name[: len(wanted)]) or alike(name)


@functools.cache
def _named(language: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    names = cast("Mapping[str, str]", Locale.parse(language).territories)
    return {code: names.get(code, code) for code in codes}


@functools.cache
def _spoken(code: str) -> frozenset[str]:
    """The official languages of a country."""
    return frozenset(get_official_languages(code, de_facto=True))


@functools.cache
def _elsewhere(code: str) -> tuple[str, ...]:
    """What a country is called in the languages that the directory reads."""
    return tuple(_names_of(code))


def _names_of(code: str) -> Iterator[str]:
    for language in LANGUAGES:
        names = cast("Mapping[str, str]", Locale.parse(language).territories)
        if code in names:
            yield folded(names[code])


@functools.lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """The same of a name that is ours, remembered: what somebody types is never kept."""
    return plainly(name)


def plainly(text: str) -> str:
    """Small letters without accents, for comparing."""
    apart = unicodedata.normalize("NFKD", text.casefold()).strip()
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
