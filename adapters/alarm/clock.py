"""The clock of this machine."""

import time
from datetime import UTC, datetime, timedelta

STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux has one that goes on while the machine sleeps."""


class SystemClock:
    """What time this machine thinks it is. Implements bot.ports.time.Clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> timedelta:
        """How long the machine has been on; setting its clock changes nothing."""
        return timedelta(seconds=time.clock_gettime(STEADY))
