"""Services and emergency numbers as values, read from JSON lines: one row, one line, one error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from pydantic import ValidationError

from bot.directory.errors import DirectoryError
from bot.directory.schema import NumbersRow, ServiceRow, SourceRow, first_fault

Confidence = Literal["two-sources", "one-source", "memory"]
SOURCES_NEEDED: Mapping[Confidence, int] = {"two-sources": 2, "one-source": 1, "memory": 0}
MOMENT = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row was seen; `date` is ISO, perhaps only a year, "" where nobody knows."""

    title: str
    date: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The emergency numbers of a country; `roles` maps police, ambulance and fire."""

    general: tuple[str, ...]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Service:
    """One row as it stands in the data, not yet as it may be shown (see `trust`).

    Numbers stand as people write them. `country` and `region` are ISO 3166; None is
    worldwide. `hours` is "24/7", "unknown", "n/a" or OSM opening hours in the zone `tz`.
    `memory_fields` name what nobody has seen in a source. `numbers` stands in emergency
    rows only.
    """

    id: str
    name: str
    country: str | None
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    phone: str | None
    sms: str | None
    sms_keyword: str | None
    chat_url: str | None
    whatsapp: str | None
    email: str | None
    text_relay: str | None
    hours: str
    cost: str
    audience: str
    url: str
    sources: tuple[Source, ...]
    confidence: Confidence
    as_of: str
    memory_fields: frozenset[str] = frozenset()
    status: str = "active"
    tz: str | None = None
    region: str | None = None
    numbers: Numbers | None = None
    roles_disputed: frozenset[str] = frozenset()
    roles_one_source: frozenset[str] = frozenset()
    replaces: str | None = None
    note: str | None = field(default=None, compare=False)

    @property
    def seen(self) -> str | None:
        """The date of the newest source, None where no source is dated."""
        return max((source.date for source in self.sources), default="") or None

    @property
    def contacts(self) -> tuple[str, ...]:
        """Every number in the row."""
        own = (self.phone, self.sms, self.whatsapp)
        more = (*self.numbers.general, *self.numbers.roles.values()) if self.numbers else ()
        return tuple(number for number in (*own, *more) if number)


def parse(text: str, file: str) -> tuple[Service, ...]:
    """Read JSON lines; a DirectoryError names file, line and mend. Ids are unique in a file."""
    services: dict[str, Service] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        service = parse_row(line, file, number)
        if service.id in services:
            raise DirectoryError(file, number, f"id {service.id} stands twice; ids are unique")
        services[service.id] = service
    return tuple(services.values())


def parse_row(line: str, file: str, number: int) -> Service:
    """Read one JSON object that stands at line `number`."""
    try:
        row = ServiceRow.model_validate_json(line)
    except ValidationError as broken:
        raise DirectoryError(file, number, first_fault(broken)) from None
    return checked(row, file, number)


def checked(row: ServiceRow, file: str, line: int) -> Service:
    """A valid row as a value; a DirectoryError says what is wrong between its fields."""
    needed = SOURCES_NEEDED[row.confidence]
    if len({(s.title, s.url_or_repo) for s in row.sources}) < needed:
        raise DirectoryError(file, line, f"sources: a {row.confidence} row names {needed} or more")
    if (row.numbers is not None) != ("emergency" in row.topics):
        raise DirectoryError(file, line, "numbers: emergency rows, and only they, carry them")
    if row.numbers is not None and row.country is None:
        raise DirectoryError(file, line, "country: an emergency row belongs to a country")
    return _service(row)


def _service(row: ServiceRow) -> Service:
    contact = row.contact
    return Service(
        id=row.id,
        name=row.name,
        country=row.country,
        languages=tuple(row.languages),
        topics=tuple(row.topics),
        phone=contact.phone,
        sms=contact.sms,
        sms_keyword=contact.sms_keyword,
        chat_url=contact.chat_url,
        whatsapp=contact.whatsapp,
        email=contact.email,
        text_relay=contact.text_relay,
        hours=row.hours,
        cost=row.cost,
        audience=row.audience,
        url=row.url,
        sources=tuple(_source(source) for source in row.sources),
        confidence=row.confidence,
        as_of=row.as_of,
        memory_fields=frozenset(row.memory_fields),
        status=row.status,
        tz=row.tz,
        region=row.region,
        numbers=_numbers(row.numbers) if row.numbers else None,
        roles_disputed=frozenset(row.roles_disputed),
        roles_one_source=frozenset(row.roles_one_source),
        replaces=row.replaces,
        note=row.note,
    )


def _source(row: SourceRow) -> Source:
    moment = MOMENT.match(row.date)
    return Source(row.title, moment[0] if moment else "", row.url_or_repo)


def _numbers(row: NumbersRow) -> Numbers:
    roles = {"police": row.police, "ambulance": row.ambulance, "fire": row.fire}
    known = {role: number for role, number in roles.items() if number}
    return Numbers(tuple(row.general), MappingProxyType(known))
