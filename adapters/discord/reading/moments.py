"""Snowflakes and moments: an id of Discord says when it was made."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""The first moment of a snowflake. Source: Discord's reference, Snowflakes."""
BITS_OF_MOMENT = 22


HIGHEST = (1 << 63) - 1
"""The highest number that an id can be; a higher one was not made by Discord."""


def moment_of(snowflake: int) -> datetime:
    """When an id was made, to the millisecond."""
    number = min(max(snowflake, 0), HIGHEST)
    return EPOCH + timedelta(milliseconds=number >> BITS_OF_MOMENT)


def snowflake_at(moment: datetime) -> int:
    """The first id of a moment: every later one is higher."""
    return (moment - EPOCH) // timedelta(milliseconds=1) << BITS_OF_MOMENT


def moment_from(told: object, otherwise: int) -> datetime:
    """A moment as Discord writes it (ISO 8601); that of the id where it is none."""
    if isinstance(told, str):
        try:
            found = datetime.fromisoformat(told)
        except ValueError:
            return moment_of(otherwise)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return moment_of(otherwise)
