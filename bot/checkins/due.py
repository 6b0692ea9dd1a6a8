"""When a reminder falls due, right across the clock changes of every zone, and how it is paced."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)
EACH = timedelta(seconds=1)
"""Reminders that fall due together go out about one a second, so up to 60 keep their minute."""
WINDOW = timedelta(minutes=10)
"""However many there are, none waits longer than this."""


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone, or UTC for a name that this machine's data no longer has."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def local_day(at: datetime, zone: str) -> date:
    """The date that stands on the member's wall at a moment."""
    return at.astimezone(zone_named(zone)).date()


def next_due(minute: int, zone: str, after: datetime, done: date | None = None) -> datetime:
    """The next moment (UTC) strictly after `after` for a minute after local midnight (0 to 1439).

    Never on the local date `done` or before it. A minute that the clocks skip becomes the first
    one that exists after the gap; of a minute that comes twice it is the first one, once.
    """
    place = zone_named(zone)
    day = after.astimezone(place).date()
    if done is not None:
        # A `done` further ahead was written by a clock that was wrong; it must not silence us.
        day = max(day, min(done, day + DAY) + DAY)
    while True:
        due = _moment(day, minute, place)
        if due is not None and due > after:
            return due
        day += DAY


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """The moment of a local minute; None on a date that the zone skips as a whole."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    due = wall.astimezone(UTC)
    if due.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return due
    due = _end_of_gap(wall, due)
    return due if due.astimezone(zone).date() == day else None


def _end_of_gap(wall: datetime, late: datetime) -> datetime:
    """The moment at which the clocks were put forward over `wall`.

    Read with the offset after the change, a time in the gap lies before it; read with the
    offset before the change (`late`) it lies after. To the second by halves.
    """
    zone = wall.tzinfo
    early = wall.replace(fold=1).astimezone(UTC)
    forward = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == forward:
            late = middle
        else:
            early = middle
    return late


def paced(now: datetime, waiting: int, tag: str) -> datetime:
    """When one of `waiting` reminders goes out that are due by `now`: never before it.

    The member's place in the window comes from `tag`, at least 8 hex digits of a keyed hash,
    so that it is always the same one; one reminder alone goes out at once.
    """
    window = min(WINDOW, EACH * max(0, waiting - 1))
    return now + window * (int(tag[:8], 16) / 16**8)
