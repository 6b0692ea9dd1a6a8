"""Sleeping hours: when a small team may be paged again. Pure, and right across clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.community import SleepingHours
from bot.model.finding import Severity

LONGEST = timedelta(hours=12)
"""Longer than this is no night but a team that is not there. Ours."""


def awake_at(hours: SleepingHours | None, now: datetime, level: Severity) -> datetime:
    """From when on people may be paged for this level: `now`, or the end of this night in UTC.

    Level 4 pages always. Source: product.md, section 3.
    """
    if hours is None or level >= Severity.IMMINENT:
        return now
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    for day in (today - timedelta(days=1), today):
        begins, ends = night(hours, day)
        if begins <= now < ends:
            return ends
    return now


def night(hours: SleepingHours, day: date) -> tuple[datetime, datetime]:
    """The night that begins on this day, in UTC.

    A time that the clock shows twice is the first one; one that it jumps over is as far after
    the jump as it would have been after its beginning.
    """
    over = day + timedelta(days=1) if hours.end <= hours.start else day
    return _moment(hours, day, hours.start), _moment(hours, over, hours.end)


def length(hours: SleepingHours) -> timedelta:
    """How long a night is by the clock; a whole day where it ends when it begins."""
    day = date(2000, 1, 1)
    over = day + timedelta(days=1) if hours.end <= hours.start else day
    return datetime.combine(over, hours.end) - datetime.combine(day, hours.start)


def _moment(hours: SleepingHours, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(hours.zone)).astimezone(UTC)
