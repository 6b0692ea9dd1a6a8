"""Where we are: the community's guild, our own ids, and what commands are called there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import discord

from adapters.discord.drawing.content import Ways
from adapters.discord.reading.guild import Guild
from adapters.discord.reading.interactions import Interactions
from bot.model.people import Platform, Role
from bot.ports.chat import Receiver

CALLED = (Role.MODERATOR, Role.LISTENER, Role.ADMIN)


@dataclass(slots=True)
class Here:
    """What is known while a client lives.

    `wanted` is the guild of the settings, if they name one; else the first that we are in.
    """

    wanted: int | None = None
    client: discord.Client | None = None
    receiver: Receiver | None = None
    bot: str = ""
    application: str = ""
    commands: Mapping[str, str] = field(default_factory=dict[str, str])
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    home: int | None = None

    def found(self) -> discord.Guild | None:
        """The community's guild, once it is there."""
        if self.client is None:
            return None
        if self.home is None:
            there = sorted(one.id for one in self.client.guilds)
            self.home = self.wanted or next(iter(there), None)
        return None if self.home is None else self.client.get_guild(self.home)

    def guild(self) -> Guild:
        """The guild as events are read in it."""
        return Guild(str(self.home or ""), self.bot, self.application, self.named)

    def interactions(self) -> Interactions:
        """How interactions are read."""
        return Interactions(self.guild(), self.labels)

    def ways(self) -> Ways:
        """How replies are drawn."""
        here = self.receiver
        roles = {} if here is None else {one: _ids(here, one) for one in CALLED}
        return Ways(self.commands, roles)

    def named(self, channel: str) -> str:
        """What a channel or thread is called; empty for a private one."""
        guild = self.found()
        known = guild.get_channel_or_thread(int(channel)) if guild and channel.isdecimal() else None
        return f"#{known.name}" if known is not None else ""

    def is_ours(self, guild_id: object) -> bool:
        """Whether something of this guild concerns the community; private things do."""
        return guild_id is None or self.home is None or str(guild_id) == str(self.home)


def _ids(receiver: Receiver, role: Role) -> tuple[str, ...]:
    return tuple(receiver.roles(Platform.DISCORD, role))
