"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""When every day in the town begins: a Monday, so that scripts always see the same dates."""


class TownClock:
    """Virtual time."""

    def __init__(self, now: datetime = MORNING) -> None:
        """Begin at `now`."""
        self._now = now
        self._elapsed = timedelta(0)

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
        self._elapsed += by

    def move_to(self, moment: datetime) -> None:
        """Let time pass up to a moment; never backwards."""
        self.advance(max(timedelta(0), moment - self._now))

    def elapsed(self) -> timedelta:
        """How much time has passed."""
        return self._elapsed

    def leap(self, by: timedelta) -> None:
        """Somebody sets it; no time passes."""
        self._now += by
