"""A token bucket that keeps a reserve for alerts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.model.people import Platform
from bot.ports.chat import Abilities, ChatPlatform
from bot.ports.delivery import Priority

SLOW_S = 10.0
"""What takes longer to fill than a restart takes. Until it has, the reserve alone may be used: that
much an earlier run has left."""


class Bucket:
    """How fast one platform may be used; the last tokens are for alerts and answers alone."""

    def __init__(self, abilities: Abilities, now: datetime) -> None:
        """Full; where one fills slowly, an earlier run may have emptied it just now."""
        self._abilities = abilities
        is_slow = abilities.burst > abilities.rate * SLOW_S
        self._tokens = float(abilities.reserve if is_slow else abilities.burst)
        self._at = now

    def take(self, priority: Priority, now: datetime) -> bool:
        """Use a token if this priority may; False means wait."""
        self._fill(now)
        if self._tokens < self._floor(priority):
            return False
        self._tokens -= 1
        return True

    def wait(self, priority: Priority, now: datetime) -> timedelta:
        """Use a token if this priority may, and wait for nothing; else how long until it may."""
        if self.take(priority, now):
            return timedelta(0)
        return timedelta(seconds=(self._floor(priority) - self._tokens) / self._abilities.rate)

    def _floor(self, priority: Priority) -> float:
        return 1.0 if priority <= Priority.ANSWER else 1.0 + self._abilities.reserve

    def _fill(self, now: datetime) -> None:
        gained = max(0.0, (now - self._at).total_seconds()) * self._abilities.rate
        self._tokens = min(float(self._abilities.burst), self._tokens + gained)
        self._at = now  # also when the clock was set back: nothing would be gained until then


def buckets_of(platforms: Mapping[Platform, ChatPlatform], now: datetime) -> dict[Platform, Bucket]:
    """One for each platform, for everything that is said there."""
    return {name: Bucket(one.abilities, now) for name, one in platforms.items()}
