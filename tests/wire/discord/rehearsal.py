"""A rehearsal in which Discord is reached over its own protocol."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.memory.local import LocalLink
from adapters.memory.platform import TownPlatform
from adapters.memory.script import Outage, Step
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from bot.ports.chat import ChatPlatform
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.server import Wire


class WireRehearsal(Rehearsal):
    """The same town; the official document holds every body that is sent."""

    _wire: Wire | None = None
    discord: Mapping[str, object] = {}
    """Settings of Discord that are others than usual, from the next start on."""

    @property
    def wire(self) -> Wire:
        """The server, made with the first run."""
        if self._wire is None:
            self._wire = Wire(self.town)
        return self._wire

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Rehearsal, None]:
        """The server first, then the bot."""
        async with self.wire.listening(), super().running():
            yield self
        self.wire.held()

    def made(self) -> Mapping[Platform, ChatPlatform]:
        """Discord on the wire; the rest of the town directly."""
        town = TownPlatform(Platform.MATRIX, LocalLink(self.town), self.town.faults.remembers)
        return {HERE: OnWire(self.wire, other=self.discord), Platform.MATRIX: town}

    async def act(self, step: Step) -> None:
        """An outage ends the connection, too."""
        await super().act(step)
        if isinstance(step, Outage) and step.platform is HERE:
            await self.wire.gateway.drop(resumable=False)

    async def back(self, name: Platform, since: datetime) -> None:
        """The adapter comes back by itself."""
        platform = self.platforms[name]
        if isinstance(platform, OnWire):
            await platform.reconnected()
        else:
            await super().back(name, since)
