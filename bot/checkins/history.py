"""The last days as a member reads them: on how many days they checked in, and what they said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.checkins.entry import Entry

DAYS = 14
"""How far back a history looks. Source: product.md, "12 of the last 14 days"."""


@dataclass(frozen=True, slots=True)
class History:
    """Entries of the last `DAYS` days, the newest day first; `days` of them have at least one."""

    days: int
    entries: tuple[Entry, ...] = field(repr=False)


def since(today: date) -> date:
    """The first day of the history that ends today."""
    return today - timedelta(days=DAYS - 1)


def history(entries: Iterable[Entry], today: date) -> History:
    """What is shown on the member's local date `today`; other days are left out."""
    within = [one for one in entries if since(today) <= one.for_day <= today]
    within.sort(key=lambda one: (one.for_day, one.at, one.number), reverse=True)
    return History(len({one.for_day for one in within}), tuple(within))
