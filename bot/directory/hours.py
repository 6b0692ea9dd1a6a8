"""Whether somebody answers now, from opening hours that a source confirms; else nothing is said."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, validate

from bot.directory.trust import Listing

ALWAYS = "24/7"
LONGEST_DAYS = 366
UNSURE = re.compile(r'"|\+|\b(?:unknown|PH|SH|easter|sunrise|sunset|dawn|dusk)\b', re.IGNORECASE)
"""Remarks, holidays of a country, an open end, the sun: of these nobody here knows enough."""
State = Literal["always", "open", "closed", "unknown"]


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether a service answers, and when that changes.

    `always`: day and night, on all days. `open`: until `until`. `closed`: it opens at
    `until`. `unknown`: no source confirms its hours, or nothing is known of the time.
    `until` stands in the time zone of whoever asks where that is known, then `yours` is
    true ("until 22:00 your time"), else in that of the service ("22:00 there"). None with
    `open` or `closed`: it does not change within a year.
    """

    state: State
    until: datetime | None = None
    yours: bool = False


def opens(listing: Listing, now: datetime | None, tz: tzinfo | None = None) -> Hours:
    """Whether `listing` answers at `now`, which is aware of its zone; `tz` is the asker's."""
    if listing.hours == ALWAYS:
        return Hours("always")
    week = _week(listing.hours, listing.tz) if listing.hours and listing.tz else None
    if week is None or now is None:
        return Hours("unknown")
    there = now.astimezone(ZoneInfo(listing.tz or ""))
    is_open, change = week.is_open(there), week.next_change(there)
    if change is None and is_open:
        return Hours("always")
    until = change.astimezone(tz) if change and tz else change
    return Hours("open" if is_open else "closed", until, yours=bool(until and tz))


@lru_cache(maxsize=4096)
def _week(hours: str, tz: str) -> OpeningHours | None:
    """The hours, read once; None where they are not understood, or not for sure."""
    try:
        zone = ZoneInfo(tz)
    except (KeyError, ValueError, OSError):  # no such zone is a KeyError
        return None
    if UNSURE.search(hours) or not validate(hours):
        return None
    return OpeningHours(hours, timezone=zone, max_interval_days=LONGEST_DAYS)
