"""All that happens to rooms, put together."""

from dataclasses import dataclass, field

from adapters.matrix.here import Here
from adapters.matrix.payload import Payload
from adapters.matrix.rooms.community import Community
from adapters.matrix.rooms.ignoring import Ignoring
from adapters.matrix.rooms.invites import Invites
from adapters.matrix.rooms.leaving import Leaving
from adapters.matrix.rooms.upgrades import Upgrades
from bot.crew import Crew
from bot.ports.time import Clock


@dataclass(slots=True)
class Rooms:
    """Hears of each answer of sync: first what rooms are, and what people ask for at the end."""

    here: Here
    crew: Crew
    clock: Clock
    upgrades: Upgrades = field(init=False)
    ignoring: Ignoring = field(init=False)
    community: Community = field(init=False)
    invites: Invites = field(init=False)
    leaving: Leaving = field(init=False)
    _begun: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Nothing is known yet."""
        self.upgrades = Upgrades(self.here, self.crew)
        self.community = Community(self.here)
        self.ignoring = Ignoring(self.here, self.clock, self.community.has_put_out)
        self.invites = Invites(
            self.here, self.crew, self.community, self.upgrades, self.ignoring
        )  # fmt: skip
        self.leaving = Leaving(self.here, self.crew)

    def before(self, answer: Payload) -> None:
        """Before what was said is read."""
        self.upgrades.take(answer)
        self.community.saw(answer)

    def after(self, answer: Payload) -> None:
        """Once it is under way."""
        if not self._begun:
            self._begun = True
            self.invites.begin()
            self.crew.go(self.ignoring.begin())
        self.invites.take(answer)
        self.leaving.take(answer)
