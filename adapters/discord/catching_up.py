"""Catching up: what was said and edited while nobody listened, before anything newer."""

import asyncio
import logging
from dataclasses import dataclass, field

import discord

from adapters.discord.hearing import Hearing
from adapters.discord.here import Here
from adapters.discord.history import History
from adapters.discord.payload import Payload
from adapters.discord.reading.guild import HERE
from adapters.discord.reading.moments import moment_of
from adapters.discord.survey import rooms_of
from bot.model.people import Room
from bot.ports.chat import Cursors, anywhere

LOG = logging.getLogger(__name__)
AT_ONCE = 8
TRIES_S = (1.0, 5.0, 20.0)
BROKEN = (discord.HTTPException, OSError)


@dataclass(slots=True)
class CatchingUp:
    """Reads every room from where it was read; each in its own lane, a few at once."""

    here: Here
    hearing: Hearing
    history: History
    read: int = 0
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def rooms(self) -> dict[Room, int]:
        """The rooms of the guild in which people write, and the newest message of each; 0: none."""
        guild = self.here.found()
        if guild is None:
            return {}
        every = [*rooms_of(guild), *guild.threads]
        return {
            Room(HERE, str(one.id), f"#{one.name}"): getattr(one, "last_message_id", None) or 0
            for one in every
        }

    async def all(self, positions: Cursors) -> int:
        """Read what was missed since these positions; how many messages of people that were."""
        self.read = 0
        newest = self.rooms()
        floor = positions.get(anywhere(HERE), 0)
        known = {room for room in positions if room.platform is HERE and room != anywhere(HERE)}
        jobs = [
            self._put(room, positions.get(room, floor), is_private=room not in newest)
            for room in {*newest, *known}
        ]
        self.hearing.release()
        if jobs:
            await asyncio.wait(jobs)
        return self.read

    def _put(self, room: Room, after: int, *, is_private: bool) -> "asyncio.Future[None]":
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def work() -> None:
            try:
                async with self._few:
                    await self._again(room, after, is_private=is_private)
            finally:
                done.set_result(None)

        self.hearing.lanes.put(room.id, work)
        return done

    async def _again(self, room: Room, after: int, *, is_private: bool) -> None:
        """Until it was read; what cannot be reached is tried a few times more."""
        for wait in (*TRIES_S, None):
            try:
                await self._room(room, after, is_private=is_private)
            except BROKEN as broken:
                LOG.warning("a room could not be read again: %s", type(broken).__name__)
                if wait is None:
                    return
                await asyncio.sleep(wait)
            else:
                return

    async def _room(self, room: Room, after: int, *, is_private: bool) -> None:
        for message in await self.history.edited(room.id, after, moment_of(after)):
            await self._take("MESSAGE_UPDATE", message, is_private=is_private)
        async for message in self.history.since(room.id, after):
            await self._take("MESSAGE_CREATE", message, is_private=is_private)

    async def _take(self, name: str, message: Payload, *, is_private: bool) -> None:
        """The history does not say of which guild it is."""
        guild = {} if is_private else {"guild_id": self.here.guild().id}
        if await self.hearing.take(name, {**message, **guild}):
            self.read += 1
