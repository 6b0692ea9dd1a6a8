"""The gateway's client: lean, and no event that cannot be read ends it or hides a text."""

import logging
from collections.abc import Callable
from functools import partial

import discord

from adapters.discord.gateway.inside import Dated, Parse, dates, guard, never_sleep_long
from adapters.discord.payload import Payload, event_of, payloads_of

LOG = logging.getLogger(__name__)
Hears = Callable[[str, Payload], None]
Told = Callable[[], None]
OURS = frozenset(
    {
        "INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK", "PRESENCE_UPDATE", "TYPING_START",
    }
)  # fmt: skip
"""Events that we read ourselves, or need not: the library makes no objects of them."""
BEGINS = frozenset({"READY", "RESUMED"})
"""By these a session says that it is there, or there again."""
READY_WITHIN_S = 2.0
"""So long guilds are waited for, each."""
MOST_TRIES = 5
"""So often one session is taken up again; then a new one begins, at the first address of all. The
library would try for ever, also where the address that a session told it is gone."""
BEAT_LOST_S = 60.0


def nothing(date: str) -> None:
    """Nobody asks what time it is."""
    del date


def nobody() -> None:
    """Nobody wants to know."""


def intents(*, content: bool, members: bool) -> discord.Intents:
    """What the gateway tells us. Content is privileged, and so is who comes and goes."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    wanted.auto_moderation_execution = True
    wanted.message_content, wanted.members = content, members
    return wanted


class Gateway(discord.Client):
    """One life of the connection. Every event is handed to `hears` first, as it came."""

    def __init__(self, hears: Hears, wanted: discord.Intents, dated: Dated = nothing) -> None:
        """Nothing is connected yet. Nobody is remembered: members come with their messages."""
        super().__init__(
            intents=wanted, max_messages=None, chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=READY_WITHIN_S, heartbeat_timeout=BEAT_LOST_S,
            http_trace=dates(dated),
        )  # fmt: skip
        self._hears = hears
        self.arrives: Told = nobody
        self.lost: Told = nobody
        self.is_ours: Callable[[object], bool] = bool
        self._awaited: set[str] = set()
        self._has_arrived = False
        self._tries = 0
        guard(self, self._around)
        never_sleep_long(self)

    def dispatch(self, event: str, /, *args: object, **more: object) -> None:
        """Of the library's own events two concern us, at once and without a task for each.

        Ready: a guild that cannot be reached now may never come; what is there is heard meanwhile.
        Raises ConnectionAbortedError where this life has no hope left.
        """
        del args, more
        if event == "ready":
            self._awaited.clear()  # a guild that did not come by now may never come
            self._arrive()
        elif event == "disconnect":
            self._lose()

    def _lose(self) -> None:
        self.lost()
        self._tries += 1
        if self._tries > MOST_TRIES:
            raise ConnectionAbortedError

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause: one connection is no crowd, and each second is one in which nobody listens."""

    def _around(self, name: str, parse: Parse) -> Parse:
        hears, awaits = partial(self._hears, name), partial(self._await_guilds, name)
        steps = (hears, awaits) if name in OURS else (hears, parse, awaits)

        def guarded(data: object) -> None:
            told = event_of(data)
            for step in steps:  # none of them keeps the next from being taken
                try:
                    step(told)
                except Exception as broken:  # noqa: BLE001 - else it would end the connection
                    LOG.error("an event could not be read: %s %s", name, type(broken).__name__)

        return guarded

    def _await_guilds(self, name: str, data: Payload) -> None:
        """A session has arrived once it has told of every guild that it named."""
        if name in BEGINS:
            self._tries = 0
        if name == "READY":
            self._awaited = {str(one.get("id")) for one in payloads_of(data.get("guilds"))}
            self._has_arrived = False
        elif name == "GUILD_CREATE":
            self._awaited.discard(str(data.get("id")))
            if not self._awaited:
                self._arrive()
        elif name == "GUILD_DELETE" and self.is_ours(data.get("id")):
            self._has_arrived = False  # it may come back in this session, and is new then

    def _arrive(self) -> None:
        """Once in a session; anew for a guild that comes later, where none was there."""
        if not self._has_arrived:
            self._has_arrived = any(not one.unavailable for one in self.guilds)
            self.arrives()
