"""Whether opening hours can be read: OSM expressions and the time zone they stand in."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from opening_hours import validate

WITHOUT_A_ZONE = frozenset(("24/7", "unknown", "n/a"))
"""What is said of hours in words of our own, or is true in every zone."""
SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


def faults(hours: str, tz: str | None) -> Iterator[str]:
    """What is wrong with the hours of a row, each with its field and its mend."""
    if tz is not None and not _is_zone(tz):
        yield 'tz: no such time zone; write one as in "Europe/Dublin"'
    if hours in WITHOUT_A_ZONE:
        return
    if not validate(hours):
        yield (
            "hours: cannot be read; write them as OpenStreetMap does "
            '("Mo-Fr 09:00-17:00"), or "24/7", or "unknown"'
        )
    if ";" in hours and any(_past_midnight(*span) for span in SPAN.findall(hours)):
        yield (
            "hours: where rules differ by day, what is after midnight stands with its own day "
            '("Fr 20:00-24:00; Sa 00:00-03:00")'
        )
    if tz is None:
        yield 'tz: hours need the time zone they stand in, as in "Europe/Dublin"'


def _past_midnight(begin: str, end: str) -> bool:
    """Whether a span goes into the next day, whose own rule would hide that."""
    return end <= begin or end > "24:00"


def _is_zone(name: str) -> bool:
    try:
        return ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):  # a name that is no name; a folder of zones
        return False
