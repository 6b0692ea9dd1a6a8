"""Where a target is: channels, private conversations, and threads beside a room."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

import discord

from adapters.discord.payload import Payload, id_of, payload_of, payloads_of
from adapters.discord.reading.guild import Guild
from adapters.discord.sending.asking import BROKEN, Asks, listed_in, made_in
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

LOG = logging.getLogger(__name__)
PRIVATE, PRIVATE_THREAD = 1, 12
"""The types of a conversation with one person, and of a thread that only those see who were asked
in, and who may manage threads."""
A_WEEK_MINUTES = 10_080
OPEN_THREADS = "/guilds/{guild_id}/threads/active"
THREADS = "/channels/{channel_id}/threads"
THREAD = "/channels/{channel_id}"
ALONE = 2
"""In a thread are this many: the bot, and whom it is for."""
GUEST = "/channels/{channel_id}/thread-members/{user_id}"


@dataclass(slots=True)
class Places:
    """Knows ways, and remembers them while it runs.

    `thread_name` is what private threads are called, in the language of the community.
    """

    ask: Asks
    thread_name: str
    guild: Callable[[], Guild]
    _direct: dict[str, str] = field(default_factory=dict[str, str])
    _met: set[str] = field(default_factory=set[str])
    _threads: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    async def channel(self, to: Target) -> str:
        """The id of the channel. Raises what a request raises, ValueError where there is none."""
        match to:
            case Room():
                return to.id
            case Direct(member=member):
                return await self._private(member)
            case PrivateThread(room=room, member=member):
                return await self._thread(room, member)
            case Whisper() | SealedRoute() | Pagers():
                message = "this target is in no channel"
                raise ValueError(message)
            case _:
                assert_never(to)

    def opens(self, to: Target) -> bool:
        """Whether this would be a new private conversation, as far as we know."""
        return isinstance(to, Direct) and not (
            to.member.id in self._direct or to.member.id in self._met
        )

    def met(self, user: str) -> None:
        """Somebody wrote to us in private: there is a conversation, whichever it is.

        Nothing goes where a message says that it came from: that may be wrong, and a room of many.
        """
        self._met.add(user)

    def learn(self, channel: Payload) -> None:
        """A private conversation of before, as Discord tells of it when it is asked."""
        people, id_ = payloads_of(channel.get("recipients")), id_of(channel.get("id"))
        who = id_of(people[0].get("id")) if len(people) == 1 else ""
        if channel.get("type") == PRIVATE and who and id_:
            self._direct.setdefault(who, id_)

    async def _private(self, member: Member) -> str:
        if member.id not in self._direct:
            found = await self.ask(
                "POST", "/users/@me/channels", {"json": {"recipient_id": member.id}}
            )
            self._direct[member.id] = str(made_in(found)["id"])
        return self._direct[member.id]

    async def _thread(self, room: Room, member: Member) -> str:
        """The one that is known, else one of an earlier run, else a new one."""
        known = self._threads.get((room.id, member.id))
        if known is None:
            known = await self._earlier(room, member) or await self._made(room, member)
            self._threads[room.id, member.id] = known
        return known

    async def _earlier(self, room: Room, member: Member) -> str | None:
        """A thread of ours in which this person is alone with us: it was made for nobody else.

        In another one the same answer would be posted twice after a restart. One that a moderator
        has joined is no longer known by who is in it.
        """
        here = self.guild()
        told = listed_in(await self.ask("GET", OPEN_THREADS, guild_id=here.id), "threads")
        ours = [one for one in told if _is_ours(one, room, here.bot)]
        for one in sorted(ours, key=lambda one: int(one["id"]), reverse=True):
            if await self._is_in(str(one["id"]), member):
                return str(one["id"])
        return None

    async def _is_in(self, thread: str, member: Member) -> bool:
        """Raises ConnectionAbortedError where the answer does not tell: it may be another's."""
        try:
            told = await self.ask("GET", GUEST, channel_id=thread, user_id=member.id)
        except discord.NotFound:
            return False
        if payload_of(told).get("user_id") != member.id:
            raise ConnectionAbortedError
        return True

    def forget(self, to: Target) -> None:
        """A way is gone: the next time another one is made."""
        match to:
            case PrivateThread(room=room, member=member):
                self._threads.pop((room.id, member.id), None)
            case Direct(member=member):
                self._direct.pop(member.id, None)
            case _:
                pass

    async def _made(self, room: Room, member: Member) -> str:
        about = {
            "name": self.thread_name, "type": PRIVATE_THREAD, "invitable": False,
            "auto_archive_duration": A_WEEK_MINUTES,
        }  # fmt: skip
        made = await self.ask("POST", THREADS, {"json": about}, channel_id=room.id)
        thread = str(made_in(made)["id"])
        try:
            await self.ask("PUT", GUEST, channel_id=thread, user_id=member.id)
        except BROKEN:
            await self._close(thread)
            raise
        return thread

    async def _close(self, thread: str) -> None:
        """Put an empty thread away. Whether or not that goes, why it is empty is what counts.

        Closed, not deleted: for that one needs to manage threads, and so would see all of them.
        """
        try:
            await self.ask("PATCH", THREAD, {"json": {"archived": True}}, channel_id=thread)
        except BROKEN as broken:
            LOG.warning("an empty thread stays: %s", type(broken).__name__)


def _is_ours(thread: Payload, room: Room, bot: str) -> bool:
    """Whether a thread was made by us beside this room, and nobody joined whom we did not ask."""
    mine = str(thread.get("owner_id")) == bot and thread.get("type") == PRIVATE_THREAD
    alone = thread.get("member_count") == ALONE and bool(id_of(thread.get("id")))
    return mine and alone and str(thread.get("parent_id")) == room.id
