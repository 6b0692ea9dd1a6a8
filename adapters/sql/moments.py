"""Moments in rows: whole milliseconds since 1970, UTC."""

from datetime import UTC, datetime


def to_ms(moment: datetime) -> int:
    """A moment as it stands in a row."""
    return round(moment.timestamp() * 1000)


def from_ms(stored: int) -> datetime:
    """A moment from a row."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def maybe(stored: int | None) -> datetime | None:
    """A moment from a row that may have none."""
    return None if stored is None else from_ms(stored)


def day_of(moment: datetime) -> datetime:
    """The beginning of its day in UTC: all that some rows may tell."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
