"""One town with the bot in it, which is told whatever a test likes."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.discord.reading.moments import snowflake_at
from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.events import Said
from bot.model.people import Room
from tests.wire.discord.bot import HERE, OnWire, on_wire
from tests.wire.discord.gateway import Session
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.mutants.talk import PRIVATELY, USER
from tests.wire.discord.server import Wire

Json = dict[str, Any]
WHO: Json = {**USER, "id": "77"}


@dataclass
class Stage:
    """One town with the adapter in it, and what it hears."""

    town: Town
    wire: Wire
    bot: OnWire
    acts: Acts
    hearer: Hearer
    general: Room
    count: int = 0

    @property
    def session(self) -> Session:
        """The newest session."""
        return list(self.wire.gateway.sessions.values())[-1]

    def id(self, ago: timedelta = timedelta()) -> str:
        """An id that nothing else has."""
        self.count += 1
        return str(snowflake_at(self.town.clock.now() - ago) + self.count)

    def message(self, **facts: object) -> Json:
        """A message in #general that says `a cry`."""
        whose: Json = {**PRIVATELY, "id": self.id(), "author": WHO, "guild_id": GUILD}
        return {**whose, "channel_id": self.general.id, "content": "a cry", **facts}

    async def tells(self, name: str, data: Any) -> None:  # noqa: ANN401 - any JSON
        """The gateway tells this, and it is handled."""
        await self.wire.gateway.dispatch(name, data)
        await self.bot.handled()

    @property
    def said(self) -> Said:
        """What was heard last, as something said."""
        found = self.hearer.events[-1]
        assert isinstance(found, Said)
        return found

    async def still_hears(self) -> None:
        """Somebody says something, and it is heard."""
        self.count += 1
        text = f"and then {self.count}"
        await self.acts.says("ana", self.general, text)
        await self.bot.until(lambda: text in self.hearer.said())


@asynccontextmanager
async def listening() -> AsyncGenerator[Stage]:
    """The bot listens until left."""
    town, hearer = Town(TownClock()), Hearer()
    async with Wire(town).listening() as wire, on_wire(wire) as bot:
        await bot.start(hearer, {})
        yield Stage(town, wire, bot, Acts(town), hearer, room_named("#general", HERE))
