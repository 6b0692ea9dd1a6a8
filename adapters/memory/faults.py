"""What can go wrong in the town, switched on by tests, the demo and the chaos run."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.model.people import Member, Platform, Room
from bot.ports.chat import Abilities

REMEMBERS = timedelta(minutes=3)
"""How long a pretended platform recognises a key. Source: shared facts, discord, part 1."""


@dataclass(slots=True)
class Faults:
    """Switches. `lost_requests` and `lost_answers` are probabilities."""

    outages: dict[Platform, datetime] = field(default_factory=dict[Platform, datetime])
    began: dict[Platform, datetime] = field(default_factory=dict[Platform, datetime])
    closed_dms: set[Member] = field(default_factory=set[Member])
    forbidden: set[Room] = field(default_factory=set[Room])
    no_threads: bool = False
    limited_until: dict[Platform, datetime] = field(default_factory=dict[Platform, datetime])
    remembers: timedelta = REMEMBERS
    lost_requests: float = 0.0
    lost_answers: float = 0.0
    chance: Random = field(default_factory=lambda: Random(1))  # noqa: S311 - faults, not secrets

    def begin_outage(self, platform: Platform, now: datetime, by: timedelta) -> None:
        """From now on the bot cannot reach this platform, for so long."""
        self.began[platform] = now
        self.outages[platform] = now + by

    def out(self, platform: Platform, now: datetime) -> bool:
        """Whether this platform is out of reach for the bot."""
        return now < self.outages.get(platform, now)

    def strikes(self, probability: float) -> bool:
        """Whether a fault of this probability happens now."""
        return probability > 0 and self.chance.random() < probability


def abilities(platform: Platform, remembers: timedelta) -> Abilities:
    """What each pretended platform can do."""
    forms = platform is Platform.DISCORD
    return Abilities(forms=forms, remembers=remembers, rate=50.0, burst=50, reserve=10)
