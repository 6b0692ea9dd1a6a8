"""Snowflakes and moments: an id of Discord says when it was made."""

from datetime import UTC, datetime, timedelta

from adapters.discord.payload import HIGHEST_ID, text_of

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""The first moment of a snowflake. Source: Discord's reference, Snowflakes."""
BITS_OF_MOMENT = 22


LAST = EPOCH + timedelta(milliseconds=HIGHEST_ID >> BITS_OF_MOMENT)
"""The last one."""


def moment_of(snowflake: int) -> datetime:
    """When an id was made, to the millisecond."""
    number = min(max(snowflake, 0), HIGHEST_ID)
    return EPOCH + timedelta(milliseconds=number >> BITS_OF_MOMENT)


def snowflake_at(moment: datetime) -> int:
    """The first id of a moment: every later one is higher."""
    return (moment - EPOCH) // timedelta(milliseconds=1) << BITS_OF_MOMENT


def moment_from(told: object, otherwise: int) -> datetime:
    """A moment as Discord writes it (ISO 8601); that of the id where it is none.

    One that no id can have is none: with such a one nobody can reckon.
    """
    try:
        found = datetime.fromisoformat(text_of(told))
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return moment_of(otherwise)
    return found if EPOCH <= found <= LAST else moment_of(otherwise)
