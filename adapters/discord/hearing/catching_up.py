"""Catching up: what was said and edited while nobody listened, before anything newer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, repeat
from typing import TypeAlias

import discord

from adapters.discord.guild.survey import Channel, rooms_of
from adapters.discord.hearing.archived import Archived
from adapters.discord.hearing.hearing import Hearing
from adapters.discord.hearing.history import SHUT, History
from adapters.discord.here import Here
from adapters.discord.payload import Payload, id_of
from adapters.discord.reading.guild import HERE
from adapters.discord.reading.moments import moment_of
from adapters.discord.sending.asking import BROKEN, Asks, made_in
from adapters.discord.sending.places import PRIVATE
from bot.crew import Crew
from bot.model.people import Room
from bot.ports.chat import Cursors, anywhere

LOG = logging.getLogger(__name__)
AT_ONCE = 8
TRIES_S = (1.0, 5.0, 20.0)
AGAIN_S = 60.0
"""After these tries newer things are heard first, and the room is tried again and again."""
CLOSED_WITHIN_S = 5.0
"""So long closed threads are sought before newer things are heard; after that, beside them."""
CHANNEL = "/channels/{channel_id}"
Seek = Callable[[str, datetime], Awaitable[list[Payload]]]
"""Seeks the threads of a channel that were closed since then."""
Jobs: TypeAlias = "list[asyncio.Future[None]]"


@dataclass(slots=True)
class CatchingUp:
    """Reads every room from where it was read; each in its own lane, a few at once.

    `unasked` are private rooms of earlier runs of which it was not asked yet whose they are; None
    before a session has begun.
    """

    crew: Crew
    ask: Asks
    here: Here
    hearing: Hearing
    history: History
    archived: Archived
    read: int = 0
    unasked: set[Room] | None = None
    behind: dict[Room, int] = field(default_factory=dict[Room, int])
    _seeking: "list[asyncio.Task[None]]" = field(default_factory=list["asyncio.Task[None]"])
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @property
    def knows_private(self) -> bool:
        """Whether it was asked with whom we have talked before."""
        return self.unasked is not None and not self.unasked

    def rooms(self) -> dict[Room, int]:
        """The rooms of the guild in which people write, and the newest message of each; 0: none."""
        guild = self.here.found()
        if guild is None:
            return {}
        channels = [one for one in rooms_of(guild) if not isinstance(one, discord.ForumChannel)]
        return {
            Room(HERE, str(one.id), f"#{one.name}"): getattr(one, "last_message_id", None) or 0
            for one in (*channels, *guild.threads)
        }

    async def all(self, positions: Cursors) -> int:
        """Read what was missed since these positions; how many messages of people that were."""
        self.read = 0
        newest = self.rooms()
        floor = positions.get(anywhere(HERE), 0)
        known = {room for room in positions if room.platform is HERE and room != anywhere(HERE)}
        if self.unasked is None:
            self.unasked = set(known - newest.keys())
        for task in self._seeking:
            task.cancel()
        jobs: Jobs = [  # private ones first: there nothing goes before its turn
            self._put(room, min(positions.get(room, floor), self.behind.get(room, 1 << 63)))
            for room in (*(known - newest.keys()), *newest)
        ]
        self._titles(floor)
        if floor:
            positions = {**dict.fromkeys(newest, 0), **positions}
            await self._closed(positions, floor, jobs)
        self.hearing.release()
        if jobs:
            await asyncio.wait(jobs)
        return self.read

    def _titles(self, floor: int) -> None:
        """Titles of threads that were begun meanwhile: no message tells them in a forum."""
        guild = self.here.found()
        for one in guild.threads if guild else ():
            if one.id > floor:
                told = {"id": str(one.id), "parent_id": str(one.parent_id), "name": one.name}
                self._title({**told, "owner_id": str(one.owner_id)})

    def _title(self, thread: Payload) -> None:
        told = {"newly_created": True, "guild_id": self._guild}
        self.hearing.put("THREAD_CREATE", {**thread, **told})

    async def _closed(self, positions: Cursors, floor: int, jobs: Jobs) -> None:
        """Threads that were closed meanwhile, in every channel; what was said in them."""
        guild = self.here.found()
        self._seeking = [
            self.crew.go(self._closed_in(str(one.id), seek, positions, floor, jobs))
            for one in (rooms_of(guild) if guild else ())
            for kind, seek in self._seeks
            if isinstance(one, kind)
        ]
        if self._seeking:
            await asyncio.wait(self._seeking, timeout=CLOSED_WITHIN_S)

    @property
    def _seeks(self) -> Sequence[tuple[type[Channel], Seek]]:
        """Where closed threads are, and how they are asked for; private ones first."""
        return (
            (discord.TextChannel, self.archived.ours_since),
            (discord.TextChannel, self.archived.since),
            (discord.ForumChannel, self.archived.since),
        )

    async def _closed_in(
        self, channel: str, seek: Seek, positions: Cursors, floor: int, jobs: Jobs
    ) -> None:  # fmt: skip
        threads = await self._closed_threads(channel, seek, floor)
        for one in threads:
            room = Room(HERE, str(one["id"]))
            if int(one["id"]) > floor:
                self._title(one)
            if room not in positions:  # else it is being read already
                jobs.append(self._put(room, floor))

    async def _closed_threads(self, channel: str, seek: Seek, floor: int) -> list[Payload]:
        """Asked for until they are known."""
        waits = chain(TRIES_S, repeat(AGAIN_S))
        while True:
            try:
                return await seek(channel, moment_of(floor))
            except BROKEN as broken:
                LOG.warning("closed threads are not known: %s", type(broken).__name__)
                await asyncio.sleep(next(waits))

    @property
    def _guild(self) -> str:
        return self.here.guild().id

    def _put(self, room: Room, after: int) -> "asyncio.Future[None]":
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def work() -> None:
            try:
                async with self._few:
                    await self._again(room, after)
            finally:
                if self.unasked is not None:
                    self.unasked.discard(room)
                if not done.done():
                    done.set_result(None)

        self.hearing.lanes.put_long(room.id, work)
        return done

    async def _again(self, room: Room, after: int) -> None:
        """Until it was read; what cannot be reached now is remembered, and tried for ever."""
        for wait in (*TRIES_S, None):
            try:
                await self._room(room, after)
            except BROKEN as broken:
                LOG.warning("a room could not be read again: %s", type(broken).__name__)
                if wait is None:
                    self.behind[room] = min(after, self.behind.get(room, after))
                    self.crew.go(self._later(room))
                    return
                await asyncio.sleep(wait)
            else:
                self.behind.pop(room, None)
                return

    async def _later(self, room: Room) -> None:
        await asyncio.sleep(AGAIN_S)
        if room in self.behind:
            self._put(room, self.behind[room])

    async def _room(self, room: Room, after: int) -> None:
        guild = await self._whose(room)
        if guild is None:
            return
        for message in await self.history.edited(room.id, after, moment_of(after)):
            await self._take("MESSAGE_UPDATE", {**message, **guild})
        async for message in self.history.since(room.id, after):
            await self._take("MESSAGE_CREATE", {**message, **guild})

    async def _whose(self, room: Room) -> Payload | None:
        """What the history leaves out: of which guild a room is. None for one that is not ours.

        Asked, where the guild does not name it: an old thread must not be taken for private.
        """
        guild = self.here.found()
        if guild is not None and guild.get_channel_or_thread(int(room.id)) is not None:
            return {"guild_id": self._guild}
        try:
            channel = made_in(await self.ask("GET", CHANNEL, channel_id=room.id))
        except SHUT:
            return None
        if whose := id_of(channel.get("guild_id")):
            return {"guild_id": self._guild} if whose == self._guild else None
        if channel.get("type") == PRIVATE:
            self.hearing.posts.places.learn(channel)
            return {}
        raise ConnectionAbortedError  # it does not say: asked again later

    async def _take(self, name: str, message: Payload) -> None:
        if await self.hearing.take(name, message):
            self.read += 1
