"""A rehearsal in which Discord is simcord's."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.memory.local import LocalLink
from adapters.memory.platform import TownPlatform
from adapters.memory.script import Outage, Step
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from bot.ports.chat import ChatPlatform
from tests.simcord.bot import InSim, sim_over
from tests.simcord.model import Sim
from tests.wire.discord.state import HERE


class SimRehearsal(Rehearsal):
    """The same town; another hand's model of Discord says what may be and what is told."""

    _sim: Sim | None = None
    discord: Mapping[str, object] = {}
    """Settings of Discord that are others than usual, from the next start on."""

    @property
    def sim(self) -> Sim:
        """The model, made with the first run."""
        if self._sim is None:
            self._sim = sim_over(self.town)
        return self._sim

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Rehearsal, None]:
        """Until left; nobody did what no client lets anybody do."""
        async with super().running():
            yield self
        if self.sim.impossible:
            message = "\n".join(self.sim.impossible)
            raise AssertionError(message)

    def made(self) -> Mapping[Platform, ChatPlatform]:
        """Discord in simcord; the rest of the town directly."""
        town = TownPlatform(Platform.MATRIX, LocalLink(self.town), self.town.faults.remembers)
        return {HERE: InSim(self.sim, self.discord), Platform.MATRIX: town}

    async def act(self, step: Step) -> None:
        """An outage ends the connection, too."""
        await super().act(step)
        platform = self.platforms.get(HERE)
        if isinstance(step, Outage) and step.platform is HERE and isinstance(platform, InSim):
            platform.drop()

    async def back(self, name: Platform, since: datetime) -> None:
        """The adapter comes back by itself."""
        platform = self.platforms[name]
        if isinstance(platform, InSim):
            await platform.reconnected()
        else:
            await super().back(name, since)
