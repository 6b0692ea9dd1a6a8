"""All that may be shown, by country, by number and by name; made once at the start."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.directory.entries import Entry, digits_of, entry, names_of
from bot.directory.query.needs import Needs
from bot.directory.query.words import Phrases
from bot.directory.records.retired import Denylist, Retired, whole
from bot.directory.records.rows import Service
from bot.directory.trust import LOCAL_EMERGENCY, Emergency, Publishers, emergency, listing

SHORTEST_NUMBER_DIGITS = 3
MOST_NUMBERS = 10
NUMBER = re.compile(r"\+?\d[\d ().-]{0,24}\d")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers a number or a name, and where."""

    country: str | None
    id: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that stands in a query, its digits and its owners."""

    digits: str
    owners: frozenset[Owner]


@dataclass(slots=True)
class Index:
    """Hidden rows never get in, so that no query can reach them."""

    needs: Needs = field(repr=False)
    is_place: Callable[[str], bool] = field(repr=False)
    _entries: dict[str | None, list[Entry]] = field(default_factory=dict[str | None, list[Entry]])
    _emergencies: dict[str, Emergency] = field(default_factory=dict[str, Emergency])
    _numbers: dict[str, set[Owner]] = field(default_factory=dict[str, set[Owner]])
    _named: dict[str, Owner] = field(default_factory=dict[str, Owner])
    _names: Phrases = field(default_factory=Phrases)

    @classmethod
    def of(
        cls,
        services: Iterable[Service],
        retired: Iterable[Retired],
        needs: Needs,
        publishers: Publishers,
        is_place: Callable[[str], bool],
    ) -> "Index":
        """Everything of `services` that may be shown; what `is_place` is nobody's name."""
        made, denylist = cls(needs, is_place), Denylist.of(retired)
        for service in services:
            made._add_emergency(service, denylist, publishers)
            made._add(service, denylist, publishers)
        for row in denylist.rows:
            made._add_retired(row)
        return made

    def countries(self) -> dict[str, int]:
        """How many services each country has that has any."""
        return {country: len(found) for country, found in self._entries.items() if country}

    def entries(self, country: str | None) -> list[Entry]:
        """The services of a country; None: worldwide."""
        return self._entries.get(country, [])

    def emergency(self, country: str | None) -> Emergency:
        """The emergency numbers of a country, in words where none are known."""
        return self._emergencies.get(country or "", LOCAL_EMERGENCY)

    def languages(self, country: str | None) -> frozenset[str]:
        """Languages in which somebody answers there, as two or three letters."""
        spoken = (tongue for one in self.entries(country) for tongue in one.shown.languages)
        return frozenset(tongue.partition("-")[0] for tongue in spoken)

    def named(self, words: tuple[str, ...], country: str | None) -> frozenset[str]:
        """Ids of services whose name is said; names that are words count only alone and here."""
        found: set[str] = set()
        for hit in self._names.find(words):
            wordlike = " ".join(words[hit.start : hit.end]) in self.needs.wordlike_names
            alone = hit.end - hit.start == len(words)
            if not wordlike or (alone and self._named[hit.tag].country == country):
                found.add(hit.tag)
        return frozenset(found)

    def name_words(self) -> frozenset[str]:
        """Every word of every name; they are right as they are."""
        return frozenset(self._names.words())

    def typed(self, query: str) -> tuple[Typed, ...]:
        """Numbers in the query that somebody answers, the longest first."""
        written = NUMBER.findall(query)[:MOST_NUMBERS]
        found = {form for n in written for form in (whole(n, ""), whole(n, "US"))}
        longest = sorted(found & self._numbers.keys(), key=lambda digits: (-len(digits), digits))
        return tuple(Typed(digits, frozenset(self._numbers[digits])) for digits in longest)

    def _add_emergency(self, service: Service, denylist: Denylist, publishers: Publishers) -> None:
        numbers = emergency(service, denylist, publishers)
        if numbers is None or service.country is None:
            return
        self._emergencies[service.country] = numbers
        for number in numbers.numbers:
            self._add_number(number, Owner(service.country, service.id))

    def _add(self, service: Service, denylist: Denylist, publishers: Publishers) -> None:
        shown = listing(service, denylist, publishers)
        if shown is None:
            return
        owner = Owner(service.country, service.id)
        self._entries.setdefault(service.country, []).append(entry(service, shown, self.needs))
        for name in names_of(service, shown):
            self._add_name(name, owner)
        for digits in digits_of(shown):
            self._add_number(digits, owner)

    def _add_retired(self, row: Retired) -> None:
        """Who asks for an old number or name gets the service that took its place."""
        for id_ in row.use_instead:
            self._add_number(row.number, Owner(row.country, id_))
            for name in (row.service, self.needs.bare(row.service)):
                self._add_name(name, Owner(row.country, id_))

    def _add_name(self, name: str, owner: Owner) -> None:
        if self.needs.bare(name) and not self.is_place(name):
            self._names.add(name, owner.id)
            self._named[owner.id] = owner

    def _add_number(self, number: str, owner: Owner) -> None:
        digits = whole(number, owner.country or "")
        if len(digits) >= SHORTEST_NUMBER_DIGITS:
            self._numbers.setdefault(digits, set()).add(owner)
