"""Where a target is: channels, private conversations, and threads beside a room."""

from dataclasses import dataclass, field
from typing import assert_never

import discord

from adapters.discord.payload import payload_of, payloads_of
from adapters.discord.reading.guild import Guild
from adapters.discord.sending.asking import Asks
from bot.model.people import (
    Direct,
    Member,
    Pagers,
    PrivateThread,
    Room,
    SealedRoute,
    Target,
    Whisper,
)

PRIVATE_THREAD = 12
"""The type of a thread that only those see who were asked in, and who may manage threads."""
A_WEEK_MINUTES = 10_080
THREADS = "/channels/{channel_id}/threads"


@dataclass(slots=True)
class Places:
    """Knows ways, and remembers them while it runs.

    `thread_name` is what private threads are called, in the language of the community.
    """

    ask: Asks
    thread_name: str
    _direct: dict[str, str] = field(default_factory=dict[str, str])
    _threads: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    async def channel(self, to: Target, guild: Guild) -> str:
        """The id of the channel. Raises what a request raises, ValueError where there is none."""
        match to:
            case Room():
                return to.id
            case Direct(member=member):
                return await self._private(member)
            case PrivateThread(room=room, member=member):
                return await self._thread(room, member, guild)
            case Whisper() | SealedRoute() | Pagers():
                message = "this target is in no channel"
                raise ValueError(message)
            case _:
                assert_never(to)

    async def _private(self, member: Member) -> str:
        if member.id not in self._direct:
            found = await self.ask(
                "POST", "/users/@me/channels", {"json": {"recipient_id": member.id}}
            )
            self._direct[member.id] = str(payload_of(found)["id"])
        return self._direct[member.id]

    async def _thread(self, room: Room, member: Member, guild: Guild) -> str:
        known = self._threads.get((room.id, member.id))
        if known is None:
            known = await self._open_thread(room, member, guild) or await self._made(room, member)
            self._threads[room.id, member.id] = known
        return known

    async def _open_thread(self, room: Room, member: Member, guild: Guild) -> str | None:
        """A thread of ours that is still open beside this room, and in which this member is."""
        path = "/guilds/{guild_id}/threads/active"
        found = payload_of(await self.ask("GET", path, guild_id=guild.id)).get("threads")
        for thread in payloads_of(found):
            ours = (thread.get("owner_id"), thread.get("type")) == (guild.bot, PRIVATE_THREAD)
            beside = ours and str(thread.get("parent_id")) == room.id
            if beside and await self._is_in(str(thread["id"]), member):
                return str(thread["id"])
        return None

    async def _is_in(self, thread: str, member: Member) -> bool:
        path = "/channels/{channel_id}/thread-members/{user_id}"
        try:
            await self.ask("GET", path, channel_id=thread, user_id=member.id)
        except discord.NotFound:
            return False
        return True

    async def _made(self, room: Room, member: Member) -> str:
        about = {
            "name": self.thread_name, "type": PRIVATE_THREAD, "invitable": False,
            "auto_archive_duration": A_WEEK_MINUTES,
        }  # fmt: skip
        made = await self.ask(
            "POST", "/channels/{channel_id}/threads", {"json": about}, channel_id=room.id
        )
        thread = str(payload_of(made)["id"])
        path = "/channels/{channel_id}/thread-members/{user_id}"
        await self.ask("PUT", path, channel_id=thread, user_id=member.id)
        return thread
