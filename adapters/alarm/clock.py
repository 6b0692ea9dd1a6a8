"""The clock of this machine."""

from datetime import UTC, datetime


class SystemClock:
    """What time this machine thinks it is. Implements bot.ports.time.Clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)
