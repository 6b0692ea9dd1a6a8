"""Services and emergency numbers as values, read from JSON lines: one row, one line, one error."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import ValidationError

from bot.directory.errors import DirectoryError
from bot.directory.records import agreement
from bot.directory.records.schema import (
    Confidence,
    ConfidenceRow,
    NumbersRow,
    ServiceRow,
    SourceRow,
    Status,
    first_fault,
)

ROLES = ("police", "ambulance", "fire")
NO_FIELDS = frozenset(("number", *ROLES))
AS_FIELDS = {"fees_description": "cost", "eligibility_description": "audience"}
WRITTEN = re.compile(r"\+?\d(?:[\d ().-]*\d)?(?:[ -]?[A-Z]{4,}\b)?")
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
    `cost` and `audience` are the row's `fees_description` and `eligibility_description`.
    `memory_fields` name what nobody has seen in a source, `one_source_fields` ways of a
    two-source row that at most one publisher prints. `numbers` stands in emergency
    rows only. `assured_date` is the day on which a person checked it at the provider's.
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
    memory_fields: frozenset[str] = frozenset()
    one_source_fields: frozenset[str] = frozenset()
    status: Status = "active"
    tz: str | None = None
    region: str | None = None
    numbers: Numbers | None = None
    roles_disputed: frozenset[str] = frozenset()
    roles_one_source: frozenset[str] = frozenset()
    replaces: str | None = None
    alternate_name: str | None = None
    replaced_by: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: str | None = None
    assurer_email: str | None = field(default=None, repr=False)
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

    @property
    def said(self) -> tuple[str, ...]:
        """Every number that a reader could find in it, also in its name and in its remarks."""
        words = (self.name, self.alternate_name, self.sms_keyword, self.text_relay)
        return (*self.contacts, *(n for word in words if word for n in WRITTEN.findall(word)))


def parse(text: str, file: str) -> tuple[Service, ...]:
    """Read JSON lines; a DirectoryError names file, line and mend. Ids are unique in a file."""
    return parse_all({file: text})


def parse_all(files: Mapping[str, str]) -> tuple[Service, ...]:
    """Read one file after the other; an id is unique in all of them."""
    services: dict[str, Service] = {}
    for file, number, line in lines(files):
        service = parse_row(line, file, number)
        if service.id in services:
            raise DirectoryError(file, number, f"id {service.id} stands twice; ids are unique")
        services[service.id] = service
    return tuple(services.values())


def lines(files: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Every line that is not empty, with its file and its number, which counts from 1."""
    for file, text in files.items():
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield file, number, line


def parse_row(line: str, file: str, number: int) -> Service:
    """Read one JSON object that stands at line `number`."""
    return checked(shape(line, file, number), file, number)


def shape(line: str, file: str, number: int) -> ServiceRow:
    """The row as it is written, its fields not yet held against one another."""
    try:
        return ServiceRow.model_validate_json(line)
    except ValidationError as broken:
        raise DirectoryError(file, number, first_fault(broken)) from None


def checked(row: ServiceRow, file: str, line: int) -> Service:
    """A valid row as a value; a DirectoryError says what is wrong between its fields."""
    for fault in agreement.faults(row):
        raise DirectoryError(file, line, fault)
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
        cost=row.fees_description,
        audience=row.eligibility_description,
        url=row.url,
        sources=tuple(_source(source) for source in row.sources),
        confidence=row.confidence.number,
        memory_fields=_fields(row.confidence, "memory"),
        one_source_fields=_fields(row.confidence, "one-source"),
        status=row.status,
        tz=row.tz,
        region=row.region,
        numbers=_numbers(row.numbers) if row.numbers else None,
        roles_disputed=_roles(row.confidence, "disputed"),
        roles_one_source=_roles(row.confidence, "one-source"),
        replaces=row.replaces,
        alternate_name=row.alternate_name,
        replaced_by=row.replaced_by,
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        assured_date=row.assured_date,
        assurer_email=row.assurer_email,
        note=row.note,
    )


def _fields(row: ConfidenceRow, how: Confidence) -> frozenset[str]:
    named = (name for name in row.model_fields_set if name not in NO_FIELDS)
    return frozenset(AS_FIELDS.get(name, name) for name in named if getattr(row, name) == how)


def _roles(row: ConfidenceRow, how: str) -> frozenset[str]:
    return frozenset(role for role in ROLES if getattr(row, role) == how)


def _source(row: SourceRow) -> Source:
    moment = MOMENT.match(row.date)
    return Source(row.title, moment[0] if moment else "", row.url_or_repo)


def _numbers(row: NumbersRow) -> Numbers:
    roles = {"police": row.police, "ambulance": row.ambulance, "fire": row.fire}
    known = {role: number for role, number in roles.items() if number}
    return Numbers(tuple(row.general), MappingProxyType(known))
