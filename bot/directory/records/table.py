"""What we know in each country, and what we lack there: the table of `docs/directory.md`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from babel import Locale

from bot.directory.records.retired import Denylist
from bot.directory.records.rows import Service
from bot.directory.trust import Emergency, Listing, emergency, listing

NEEDS: Mapping[str, frozenset[str]] = {
    "crisis": frozenset(("crisis", "suicide")),
    "youth": frozenset(("youth",)),
    "violence at home": frozenset(("domestic-violence",)),
    "sexual assault": frozenset(("sexual-assault",)),
    "drugs and alcohol": frozenset(("substance",)),
    "lgbtq": frozenset(("lgbtq",)),
    "eating": frozenset(("eating-disorder",)),
    "grief": frozenset(("grief",)),
}
"""Needs by topics, in words for the table; the first four are named as gaps of a country."""
GAPS = tuple(NEEDS)[:4]
BEGIN = "<!-- made by `porchlight directory table --write`: begin -->"
END = "<!-- made by `porchlight directory table --write`: end -->"


@dataclass(frozen=True, slots=True)
class Land:
    """A country: what may be shown there."""

    country: str
    services: tuple[Listing, ...]
    emergency: Emergency | None

    @property
    def two_sources(self) -> int:
        """Services of which two independent publishers give the number."""
        return sum(one.two_sources for one in self.services)

    @property
    def writable(self) -> int:
        """Services to which one can write instead of talking."""
        return sum(one.writable for one in self.services)

    def serves(self, need: str, *, trusted: bool = False) -> bool:
        """Whether a service is for this need; `trusted`: one that two sources give."""
        return any(
            NEEDS[need] & set(one.topics) and (one.two_sources or not trusted)
            for one in self.services
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """Needs for which we know no line there that we trust, of those that are named."""
        return tuple(need for need in GAPS if not self.serves(need))


def lands(services: Iterable[Service], denylist: Denylist) -> tuple[Land, ...]:
    """Every country that has a row, by its English name."""
    shown, numbers = dict[str, list[Listing]](), dict[str, Emergency | None]()
    for service in services:
        if service.country is None:
            continue
        own = shown.setdefault(service.country, [])
        if (one := listing(service, denylist, {})) is not None:
            own.append(one)
        if service.numbers is not None:
            numbers[service.country] = emergency(service, denylist, {})
    found = (Land(code, tuple(own), numbers.get(code)) for code, own in shown.items())
    return tuple(sorted(found, key=lambda land: name_of(land.country)))


def name_of(country: str) -> str:
    """A country in English, its code where CLDR has no name."""
    names = cast("Mapping[str, str]", Locale("en").territories)
    return names.get(country, country)


def markdown(found: Sequence[Land]) -> str:
    """Both tables: needs over all countries, and each country."""
    return "\n".join([*_needs(found), "", *_countries(found)])


def placed(page: str, table: str) -> str | None:
    """The page with the table between its marks, None where they do not stand."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{table}\n{end}{after}" if begin and end else None


def _needs(found: Sequence[Land]) -> Iterator[str]:
    yield "| need | countries | of them with two sources |"
    yield "|---|--:|--:|"
    for need in NEEDS:
        any_, trusted = (
            sum(one.serves(need, trusted=two) for one in found) for two in (False, True)
        )
        yield f"| {need} | {any_} | {trusted} |"
    writable = sum(bool(one.writable) for one in found)
    both = sum(any(s.writable and s.two_sources for s in one.services) for one in found)
    yield f"| to write instead of talking | {writable} | {both} |"
    agreed = sum(_agreed(one) for one in found)
    yield f"| emergency number | {sum(one.emergency is not None for one in found)} | {agreed} |"


def _countries(found: Sequence[Land]) -> Iterator[str]:
    yield "| country | emergency | services | two sources | to write to | nothing for |"
    yield "|---|---|--:|--:|--:|---|"
    for land in found:
        number = land.emergency.text if land.emergency else "none known"
        mark = "" if _agreed(land) or land.emergency is None else " \\*"
        counts = " | ".join(map(str, (len(land.services), land.two_sources, land.writable)))
        gaps = ", ".join(land.gaps)
        yield f"| {name_of(land.country)} ({land.country}) | {number}{mark} | {counts} | {gaps} |"


def _agreed(land: Land) -> bool:
    return land.emergency is not None and land.emergency.listed_by is None
