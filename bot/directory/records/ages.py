"""How old what we know of a row is: the newest source, and the last check by a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.directory.records.rows import Service

SOURCE_IS_OLD = timedelta(days=180)
CHECK_IS_OLD = timedelta(days=730)
"""Facts, 4.5: half a year warns; two years after a person's check it says no more."""
PARTS = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Old:
    """A row of which the `what` is older than it should be; None: nobody wrote when."""

    service: Service
    what: Literal["source", "check"]
    day: str | None
    age: timedelta | None


def stale(services: Iterable[Service], today: date) -> tuple[Old, ...]:
    """Rows that are shown and old, the oldest first, those without a date before them."""
    found = [
        old
        for service in services
        if service.status == "active" and service.confidence != "memory"
        for old in (_source(service, today), _check(service, today))
        if old is not None
    ]
    return tuple(sorted(found, key=_eldest))


def _source(service: Service, today: date) -> Old | None:
    age = age_of(service.seen, today)
    late = age is None or age > SOURCE_IS_OLD
    return Old(service, "source", service.seen, age) if late else None


def _check(service: Service, today: date) -> Old | None:
    age = age_of(service.assured_date, today)
    late = age is not None and age > CHECK_IS_OLD
    return Old(service, "check", service.assured_date, age) if late else None


def age_of(day: str | None, today: date) -> timedelta | None:
    """The age of a date that may be a year or a month: its first day counts, in doubt older."""
    parts = PARTS.match(day or "")
    if parts is None:
        return None
    year, month, number = (int(part or 1) for part in parts.groups())
    return today - date(year, month, number)


def _eldest(old: Old) -> tuple[int, int, str]:
    return (0, 0, old.service.id) if old.age is None else (1, -old.age.days, old.service.id)
