"""A rehearsal in which Matrix is a real homeserver, and people read by their own apps."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import ClassVar

from adapters.memory.clock import TownClock
from adapters.memory.local import LocalLink
from adapters.memory.platform import TownPlatform
from adapters.memory.script import Outage, Step
from adapters.memory.town import Town
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from bot.ports.chat import ChatPlatform
from tests.wire.matrix.cable import cable_to
from tests.wire.matrix.names import HERE
from tests.wire.matrix.platform import InTown, Scene
from tests.wire.matrix.residence import Residence


class MatrixRehearsal(Rehearsal):
    """The same town; its Matrix is `home`."""

    home: ClassVar[Residence]
    _scene: Scene | None = None

    def founded(self, clock: TownClock) -> Town:
        """With people whose accounts are real."""
        return Town(clock, self.home.people())

    @property
    def scene(self) -> Scene:
        """The homeserver, and everybody there."""
        assert self._scene is not None
        return self._scene

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Rehearsal, None]:
        """People open their apps first, then the bot comes, with a new account."""
        await self.home.opens()
        bot = await self.home.welcomes()
        folder = self.settings.database.with_suffix(".matrix")
        try:
            async with cable_to(self.home.synapse.port) as cable:
                self._scene = Scene(self.home, self.town, bot, cable, folder)
                async with super().running():
                    yield self
        finally:
            await self.home.shuts(frozenset())
            await self.home.parts(bot)
            await self.home.closes()

    def made(self) -> Mapping[Platform, ChatPlatform]:
        """Matrix on the homeserver; the rest of the town directly."""
        name = Platform.DISCORD
        town = TownPlatform(name, LocalLink(self.town), self.town.faults.remembers)
        return {name: town, HERE: InTown(self.scene)}

    async def act(self, step: Step) -> None:
        """An outage cuts the cable."""
        await super().act(step)
        platform = self.platforms.get(HERE)
        if isinstance(step, Outage) and step.platform is HERE and isinstance(platform, InTown):
            await platform.lost()

    async def back(self, name: Platform, since: datetime) -> None:
        """The adapter comes back by itself."""
        platform = self.platforms[name]
        if isinstance(platform, InTown):
            await platform.back()
        else:
            await super().back(name, since)

    async def settle(self) -> None:
        """What is answered at once is on screens, too."""
        await super().settle()
        platform = self.platforms.get(HERE)
        if self.app is not None and isinstance(platform, InTown):
            await platform.settled()
