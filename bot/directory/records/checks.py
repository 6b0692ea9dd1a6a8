"""Everything that can be wrong with the rows that ship, each named with file, line and mend.

A grave finding stops CI; a warning is for a person to look at. The same rules hold for rows of
an overlay, where `overlay` refuses them at the start.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.directory.errors import DirectoryError
from bot.directory.records import rows
from bot.directory.records.plan import Plans
from bot.directory.records.released import Release, Released
from bot.directory.records.retired import Denylist
from bot.directory.records.rows import Service
from bot.directory.records.schema import ServiceRow
from bot.directory.records.writing import file_of, written
from bot.directory.trust import listing

MOMENT = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?\+?|\?")
"""Dates of sources: a year at least, `2022+` for "since then", `?` where nobody knows."""
WORLDWIDE = "zz"
RETIRED = (
    'this number is retired and never shown; write status "disputed" until a person has resolved '
    "it, or take the number out"
)
AS_DIALLED = "write it as it is dialled from anywhere there"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was found; `grave` may not be published."""

    error: DirectoryError
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """What rows are held against, beside their schema."""

    denylist: Denylist
    plans: Plans = field(repr=False)
    release: Release


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that could be read, and where it stands."""

    row: ServiceRow
    service: Service
    file: str
    number: int

    def fault(self, mend: str, *, grave: bool = True) -> Fault:
        return Fault(DirectoryError(self.file, self.number, f"{self.row.id}: {mend}"), grave)


def check(files: Mapping[str, str], rules: Rules) -> Iterator[Fault]:
    """Hold every row of every file against all rules; the order is that of the files."""
    read = list[_Line]()
    for file, number, text in rows.lines(files):
        try:
            line = _read(text, file, number)
        except DirectoryError as wrong:
            yield Fault(wrong)
            continue
        read.append(line)
        yield from _alone(line, text)
        for mend, sure in unfit(line.service, rules.denylist):
            yield line.fault(mend, grave=sure)
        yield from _dialled(line, rules.plans)
    yield from _together(read, rules)


def _read(text: str, file: str, number: int) -> _Line:
    row = rows.shape(text, file, number)
    return _Line(row, rows.checked(row, file, number), file, number)


def unfit(service: Service, denylist: Denylist) -> Iterator[tuple[str, bool]]:
    """Why a row that is active cannot be shown, and whether that is grave.

    A retired number is; that all its ways are from memory only keeps it hidden.
    """
    if service.status != "active" or service.confidence == "memory":
        return
    retired = [one for one in service.said if denylist.holds(one, service.country)]
    if retired:
        yield f"{_field(service, retired[0])}: {RETIRED}", True
    elif service.numbers is None and listing(service, denylist, {}) is None:
        yield "contact: nothing that may be shown leads to anybody; give one way that does", False


def wrong_numbers(service: Service, plans: Plans) -> Iterator[tuple[str, bool]]:
    """What no numbering plan knows: a mend, and whether the number is long enough to be sure."""
    for number in dict.fromkeys(service.contacts):
        verdict, name = plans.verdict(number, service.country), _field(service, number)
        if verdict == "wrong":
            yield f"{name}: {number} is no number of {_land(service)}; {AS_DIALLED}", True
        elif verdict == "unknown short":
            yield f"{name}: no plan knows {number}; look at its sources", False


def _field(service: Service, number: str) -> str:
    """Where in its row a number stands."""
    if number not in service.contacts:
        return "name"
    own = (service.phone, service.sms, service.whatsapp)
    return "contact" if number in own else "numbers"


def _land(service: Service) -> str:
    return service.country or "any country, with its code in front"


def _alone(line: _Line, text: str) -> Iterator[Fault]:
    row = line.row
    if text != written(row):
        yield line.fault("is not written in the one way; porchlight directory tidy mends it")
    if line.file != file_of(row):
        yield line.fault(f"belongs into {file_of(row)}")
    if row.id[:3] != f"{(row.country or WORLDWIDE).lower()}-":
        yield line.fault("id: begins with the code of its country, or zz")
    for source in row.sources:
        if not source.url_or_repo:
            yield line.fault("sources: url_or_repo says where others find it")
        if not MOMENT.fullmatch(source.date):
            yield line.fault('sources: date is "2026-11", "2026", or "?"')


def _dialled(line: _Line, plans: Plans) -> Iterator[Fault]:
    unseen = line.service.confidence == "memory" or line.service.status != "active"
    for mend, sure in wrong_numbers(line.service, plans):
        yield line.fault(mend, grave=sure and not unseen)


def _together(read: Iterable[_Line], rules: Rules) -> Iterator[Fault]:
    known = dict[str, _Line]()
    emergencies = dict[str | None, str]()
    for line in read:
        if line.row.id in known:
            yield line.fault("id: stands twice; ids are unique")
        row = line.row
        if row.numbers and emergencies.setdefault(row.country, row.id) != row.id:
            yield line.fault("numbers: its country has an emergency row already")
        known[line.row.id] = line
    for line in known.values():
        if line.row.replaced_by is not None and line.row.replaced_by not in known:
            yield line.fault("replaced_by: there is no such id")
    yield from _retired(known, rules.denylist)
    yield from _released(known, rules.release)


def _retired(known: Mapping[str, _Line], denylist: Denylist) -> Iterator[Fault]:
    for row in denylist.rows:
        for missing in (id_ for id_ in row.use_instead if id_ not in known):
            mend = f"use_instead: there is no {missing}"
            yield Fault(DirectoryError("retired.jsonl", 0, mend))


def _released(known: Mapping[str, _Line], release: Release) -> Iterator[Fault]:
    """Ids are for ever: others have written them down."""
    for old in release.rows.values():
        line = known.get(old.id)
        if line is None:
            yield Fault(_vanished(old))
        elif line.row.country != old.country:
            yield line.fault(f"country: it was {old.country} when released; give the new row an id")


def _vanished(old: Released) -> DirectoryError:
    mend = f'{old.id}: was released and is gone; keep its row with status "defunct"'
    return DirectoryError(f"{old.country or 'world'}.jsonl", 0, mend)
