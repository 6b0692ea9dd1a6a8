"""Time zones as people name them: an IANA name, a city or a country; names come from CLDR.

A place that keeps several times is asked about, never guessed: a reminder at a wrong hour of
the night helps nobody.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.checkins.due import zone_named

BARE = frozenset({"UTC", "GMT"})
"""Names without a region that are safe; EST and its like know no summer time."""
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Europe/", "Indian/", "Pacific/")
"""Regions whose names end in a city, old spellings of it included."""
ALSO = {
    "US": "US", "USA": "US", "America": "US", "UK": "GB", "England": "GB", "Scotland": "GB",
    "Wales": "GB", "Great Britain": "GB", "Holland": "NL", "Turkey": "TR", "UAE": "AE",
    "NZ": "NZ", "Czech Republic": "CZ",
}  # fmt: skip
"""Further names of countries. Other codes are left out: EST and ET are no countries to most."""
BEST_KNOWN = frozenset({
    "America/Edmonton", "America/Manaus", "America/Rio_Branco", "America/Sao_Paulo",
    "America/Toronto", "America/Winnipeg", "Asia/Almaty", "Asia/Krasnoyarsk", "Asia/Nicosia",
    "Asia/Novosibirsk", "Australia/Sydney", "Europe/Lisbon", "Europe/Madrid", "Europe/Samara",
})  # fmt: skip
"""The largest city of a time, where CLDR's own reference zone is a smaller one."""
WEEKS = 53
LOCALES = 32
Index = Mapping[str, tuple[str, ...]]


def zones_of(text: str, locale: str, at: datetime) -> tuple[str, ...]:
    """The IANA zones that a place may mean: none, the one, or several to ask about.

    Of zones that keep the same time throughout the year from `at` on, one stands for all.
    """
    for part in (text, text.split(",", maxsplit=1)[0]):
        wanted = _folded(part)
        for index in (_iana(), _cities("en"), _cities(locale), _countries(locale)):
            if wanted in index:
                return _distinct(index[wanted], at)
    return ()


def zone_in(country: str, at: datetime) -> str | None:
    """The zone of a country (ISO 3166) that keeps one time from `at` on; None where it has more."""
    found = _distinct(tuple(_territory_zones().get(country, ())), at)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _iana() -> Index:
    names = (name for name in available_timezones() if "/" in name or name in BARE)
    wanted = (name for name in names if not name.startswith(("posix/", "right/")))
    return _index((name, (name,)) for name in sorted(wanted))


@lru_cache(maxsize=LOCALES)
def _cities(locale: str) -> Index:
    zones = [zone for places in _territory_zones().values() for zone in places]
    old = (name for name in sorted(available_timezones()) if name.startswith(REGIONS))
    ours = _locale(locale)
    written = ((zone.rpartition("/")[2], (zone,)) for zone in (*zones, *old))
    said = ((get_timezone_location(zone_named(zone), ours, True), (zone,)) for zone in zones)  # noqa: FBT003 - Babel's own order
    return _index((*written, *said))


@lru_cache(maxsize=LOCALES)
def _countries(locale: str) -> Index:
    zones = _territory_zones()
    every = list(ALSO.items())
    for language in (_locale(locale), _locale("en")):
        territories = cast("Mapping[str, str]", language.territories)
        every += [(name, code) for code, name in territories.items()]
    return _index((name, tuple(zones[code])) for name, code in every if code in zones)


def _territory_zones() -> Mapping[str, list[str]]:
    """ISO 3166 country codes and their zones; what belongs to no country (ZZ) left out."""
    found: Mapping[str, list[str]] = get_global("territory_zones")
    return {code: zones for code, zones in found.items() if len(code) == 2 and code != "ZZ"}


def _index(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> Index:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, zones in pairs:
        found[_folded(name)] += zones
    return {name: tuple(dict.fromkeys(zones)) for name, zones in found.items() if name}


def _distinct(zones: tuple[str, ...], at: datetime) -> tuple[str, ...]:
    """One zone for each way of keeping time, under its best known name, from west to east."""
    if len(zones) == 1:
        return zones
    best = set(get_global("windows_zone_mapping").values())

    def rank(name: str) -> tuple[bool, bool, str]:
        return name not in BEST_KNOWN, name not in best, name

    kept: dict[tuple[timedelta | None, ...], str] = {}
    for zone in sorted(zones, key=rank):
        kept.setdefault(_offsets(zone, at), zone)
    return tuple(kept[way] for way in sorted(kept, key=lambda way: way[0] or timedelta(0)))


def _offsets(zone: str, at: datetime) -> tuple[timedelta | None, ...]:
    place = zone_named(zone)
    weeks = (at + timedelta(weeks=week) for week in range(WEEKS))
    return tuple(moment.astimezone(place).utcoffset() for moment in weeks)


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")


def _folded(name: str) -> str:
    """A name for comparing: case, accents and the marks between words put aside."""
    spread = unicodedata.normalize("NFKD", name).casefold()
    bare = (char for char in spread if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() or char == "+" else " " for char in bare)
    return " ".join(words.split())
