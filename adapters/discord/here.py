"""Where we are: the community's guild, our own ids, and what commands are called there."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import discord

from adapters.discord.drawing.content import Ways
from adapters.discord.payload import Payload, id_of
from adapters.discord.reading.guild import Guild
from adapters.discord.reading.interactions import Interactions
from bot.model.people import Platform, Role
from bot.ports.chat import Receiver
from bot.ports.menu import Typing
from bot.skew import Skew
from bot.ui.form import Choice

LOG = logging.getLogger(__name__)
HIDDEN = "___hidden___"
"""What Discord calls a channel that we do not see. Source: its change log, August 2026."""
CALLED = (Role.MODERATOR, Role.LISTENER, Role.ADMIN)


@dataclass(slots=True)
class Here:
    """What is known while a client lives.

    `wanted` is the guild of the settings, if they name one. `rooms` are channels that we know of.
    """

    skew: Skew
    wanted: int | None = None
    client: discord.Client | None = None
    receiver: Receiver | None = None
    bot: str = ""
    application: str = ""
    commands: Mapping[str, str] = field(default_factory=dict[str, str])
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    home: int | None = None
    rooms: frozenset[int] = frozenset()

    def found(self) -> discord.Guild | None:
        """The community's guild, once it is there and can be reached."""
        if self.client is None:
            return None
        if self.home is None:
            self.home = self.wanted or self._chosen(self.client.guilds)
        guild = None if self.home is None else self.client.get_guild(self.home)
        return None if guild is None or guild.unavailable else guild

    def is_home(self) -> bool | None:
        """Whether the community's guild has us, also where it cannot be reached now.

        None while nobody knows: before a session has begun, or where it is one of several.
        """
        if self.client is None or not self.client.is_ready():
            return None
        if (home := self.home or self.wanted) is not None:
            return self.client.get_guild(home) is not None
        return None if self.client.guilds else False

    def _chosen(self, guilds: Sequence[discord.Guild]) -> int | None:
        """The one that has rooms which we know; else the only one. A stranger's is never ours."""
        ours = [one.id for one in guilds if any(one.get_channel(room) for room in self.rooms)]
        if len(ours) == 1 or len(guilds) == 1:
            return (ours or [one.id for one in guilds])[0]
        if guilds:
            LOG.critical("the bot is in several servers: name yours in PORCHLIGHT_DISCORD__GUILD")
        return None

    @property
    def is_ready(self) -> bool:
        """Whether it is known who and where we are: nothing is sent or sought before."""
        return bool(self.bot and self.application and (self.home or self.wanted))

    def guild(self) -> Guild:
        """The guild as events are read in it."""
        return Guild(str(self.home or self.wanted or ""), self.bot, self.application, self.named)

    def interactions(self) -> Interactions:
        """How interactions are read."""
        return Interactions(self.guild(), self.labels, self.skew)

    def ways(self) -> Ways:
        """How replies are drawn."""
        here = self.receiver
        roles = {} if here is None else {one: _ids(here, one) for one in CALLED}
        return Ways(self.commands, roles)

    def suggestions(self, typing: Typing) -> Sequence[Choice]:
        """Answers for what is being typed."""
        return () if self.receiver is None else self.receiver.suggestions(typing)

    def named(self, channel: str) -> str:
        """What a channel or thread is called; empty for a private one."""
        guild = self.found()
        known = guild.get_channel_or_thread(int(channel)) if guild and id_of(channel) else None
        return "" if known is None else f"#{id_of(channel) if known.name == HIDDEN else known.name}"

    def is_called(self, thread: Payload) -> bool:
        """Whether a thread already has this title, as far as we know."""
        guild, id_ = self.found(), id_of(thread.get("id"))
        known = guild.get_thread(int(id_)) if guild and id_ else None
        return known is not None and known.name == thread.get("name")

    def is_ours(self, guild_id: object) -> bool:
        """Whether something of this guild concerns the community; so does what names none."""
        home, told = self.home or self.wanted, id_of(guild_id)
        return not told or (home is not None and told == str(home))


def ourselves_in(guild: discord.Guild) -> discord.Member | None:
    """The bot as a member; None where what told of the guild could not be read."""
    return guild.me


def _ids(receiver: Receiver, role: Role) -> tuple[str, ...]:
    return tuple(receiver.roles(Platform.DISCORD, role))
