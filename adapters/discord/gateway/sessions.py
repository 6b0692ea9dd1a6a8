"""Sessions of the gateway: whatever was missed before one is read before anything newer."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime

from adapters.discord.guild.automod import AutoMod
from adapters.discord.hearing.catching_up import CatchingUp
from adapters.discord.hearing.hearing import Hearing
from adapters.discord.hearing.strangers import Strangers
from adapters.discord.here import Here
from adapters.discord.menu import Menu
from adapters.discord.payload import Payload
from adapters.discord.reading.guild import HERE
from bot.crew import Crew
from bot.ports.chat import Receiver, anywhere
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
ARRIVES_WITHIN_S = 30.0
"""So long the start waits for the guild; after that it is caught up with when it comes."""


@dataclass(slots=True)
class Sessions:
    """Hears every event first. `arrived` is set once the guild was caught up with."""

    crew: Crew
    clock: Clock
    here: Here
    hearing: Hearing
    catching_up: CatchingUp
    menu: Menu
    strangers: Strangers
    automod: AutoMod
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _lost_at: datetime | None = None
    _was_here: bool = False
    _is_gone: bool = False
    _count: int = 0

    def hear(self, name: str, raw: Payload) -> None:
        """One event, on its way to whoever it concerns."""
        if name == "READY":
            self._hold()
        elif name == "RESUMED" and not self._is_gone:
            self._lost_at = None
        elif name in {"GUILD_DELETE", "GUILD_CREATE"} and self.here.is_ours(raw.get("id")):
            self._goes_or_comes(goes=name == "GUILD_DELETE")
        elif name == "GUILD_CREATE" and self.strangers.is_one(raw):
            self.crew.go(self.strangers.leave(raw))
        self.hearing.hear(name, raw)

    def _goes_or_comes(self, *, goes: bool) -> None:
        """Our server is gone: out of reach, or it has sent us away. Or it is back.

        Then what was missed comes before anything newer.
        """
        if goes:
            self.lost()
        elif self._is_gone:
            self._hold()
        self._is_gone = goes

    def _hold(self) -> None:
        self.hearing.held = self.hearing.held or []
        self._count += 1
        self.crew.go(self._release_in_time(self._count))

    async def arrive_in_time(self) -> None:
        """Wait until the guild is there. Raises TimeoutError where it does not come."""
        async with asyncio.timeout(ARRIVES_WITHIN_S):
            await self.arrived.wait()

    async def _release_in_time(self, session: int) -> None:
        """What waits for a guild that does not come is heard all the same."""
        await asyncio.sleep(ARRIVES_WITHIN_S)
        if self.hearing.held is not None and session == self._count:
            LOG.critical("what waited for the server is heard without it")
            await self._without_guild()

    async def _without_guild(self) -> None:
        """Of what was missed, what stands in rooms that we know; others come with the guild."""
        receiver = self.here.receiver
        try:
            if receiver is not None and self.here.is_ready and self.hearing.reached:
                await self._catch_up(receiver)
        finally:
            self.hearing.release()

    def lost(self) -> None:
        """The connection is gone; it may come back by itself."""
        self._lost_at = self._lost_at or self.clock.now()

    def arrives(self) -> None:
        """A new session: what was missed comes first."""
        self.crew.go(self._arrive())

    async def _arrive(self) -> None:
        receiver = self.here.receiver
        if receiver is None or self.here.found() is None:
            return
        try:
            await self._catch_up(receiver)
        finally:
            self.hearing.release()
        await self.menu.sync(receiver.menu(), self.here.application)
        self.here.commands = self.menu.known
        self.arrived.set()
        await self.automod.sync()  # nobody waits for it

    async def _catch_up(self, receiver: Receiver) -> None:
        lost_at, self._lost_at = self._lost_at, None
        first, self._was_here = not self._was_here, True
        if not self.hearing.reached:
            await self._begin(receiver)
        read = await self.catching_up.all(dict(self.hearing.reached))
        if not first and lost_at is not None:
            await receiver.returned(HERE, lost_at, read)

    async def _begin(self, receiver: Receiver) -> None:
        """The first start of all: nothing old is read."""
        positions = self.catching_up.rooms()
        # By Discord's own numbers: our clock may be ahead, and what comes now must not seem old.
        highest = max((*positions.values(), int(self.here.application)))
        self.hearing.reached = {**positions, anywhere(HERE): highest}
        await receiver.begins_at({**positions, anywhere(HERE): highest})
