"""A token bucket that keeps a reserve for alerts."""

from datetime import datetime, timedelta

from bot.ports.chat import Abilities
from bot.ports.delivery import Priority


class Bucket:
    """How fast one platform may be used; the last tokens are for alerts and answers alone."""

    def __init__(self, abilities: Abilities, now: datetime) -> None:
        """Full at the start."""
        self._abilities = abilities
        self._tokens = float(abilities.burst)
        self._at = now

    def take(self, priority: Priority, now: datetime) -> bool:
        """Use a token if this priority may; False means wait."""
        self._fill(now)
        if self._tokens < self._floor(priority):
            return False
        self._tokens -= 1
        return True

    def free_at(self, priority: Priority, now: datetime) -> datetime:
        """When a token will be there for this priority."""
        self._fill(now)
        missing = max(0.0, self._floor(priority) - self._tokens)
        return now + timedelta(seconds=missing / self._abilities.rate)

    def _floor(self, priority: Priority) -> float:
        return 1.0 if priority <= Priority.ANSWER else 1.0 + self._abilities.reserve

    def _fill(self, now: datetime) -> None:
        gained = max(0.0, (now - self._at).total_seconds()) * self._abilities.rate
        self._tokens = min(float(self._abilities.burst), self._tokens + gained)
        self._at = now  # also when the clock was set back: nothing would be gained until then
