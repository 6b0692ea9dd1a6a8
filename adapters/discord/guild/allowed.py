"""What Discord lets us hear: the intents of the settings, but for those that it refused."""

import logging
from dataclasses import dataclass, field

import discord

from adapters.discord.gateway.client import intents
from bot.ports.lacks import REFUSALS, Lack

LOG = logging.getLogger(__name__)
FLAGS = {
    Lack.MEMBERS: ("gateway_guild_members", "gateway_guild_members_limited"),
    Lack.CONTENT: ("gateway_message_content", "gateway_message_content_limited"),
}
"""The flags of an application that may have each; the first that may be left out stands first."""
CLOSES = {4004: Lack.ENTRY, 4010: Lack.TERMS, 4011: Lack.CROWD, 4012: Lack.TERMS, 4013: Lack.TERMS}
"""With these Discord ends a connection for good. Source: its reference, gateway close codes. For
4014 the library has a class."""

MENDS = {
    Lack.ENTRY: (
        "Discord refuses the token: make a new one in the developer portal (page Bot), "
        "set PORCHLIGHT_DISCORD__TOKEN to it, and start again"
    ),
    Lack.CROWD: (
        "Discord wants several connections, as of a bot in very many servers: make an application "
        "for Porchlight alone, set PORCHLIGHT_DISCORD__TOKEN to its token, and start again"
    ),
    Lack.TERMS: "Discord does not accept how this version connects: install the newest one",
}


@dataclass(slots=True)
class Allowed:
    """`lacks` is what is known; `content` and `members` are what the settings ask for."""

    content: bool
    members: bool
    lacks: dict[Lack, bool] = field(default_factory=dict[Lack, bool])
    _without: set[Lack] = field(default_factory=set[Lack])

    def intents(self) -> discord.Intents:
        """What is asked for now."""
        asked = self._asked()
        return intents(content=Lack.CONTENT in asked, members=Lack.MEMBERS in asked)

    def arrived(self) -> None:
        """A session has begun: what was asked for was given."""
        asked = self._asked()
        missed = self.members and Lack.MEMBERS not in asked
        self.lacks |= {**dict.fromkeys(REFUSALS, False), Lack.MEMBERS: missed}
        self.lacks[Lack.CONTENT] = Lack.CONTENT not in asked

    def refused(self, why: Exception, client: discord.Client | None) -> bool:
        """No waiting mends it. Whether less is asked for next time, so that it may be at once.

        The refusal names no intent. The application's flags do; where they name none, either,
        that of members is left out first.
        """
        asked = self._asked()
        if not isinstance(why, discord.PrivilegedIntentsRequired) or not asked:
            self._shut_out(why)
            return False
        flags = None if client is None else client.application_flags
        leaves = [one for one in asked if flags and not _has(flags, one)] or asked[:1]
        self._without.update(leaves)
        LOG.critical("Discord refuses what is asked for; left out: %s", ", ".join(leaves))
        return True

    def _shut_out(self, why: Exception) -> None:
        code = why.code if isinstance(why, discord.ConnectionClosed) else 0
        lack = Lack.ENTRY if isinstance(why, discord.LoginFailure) else CLOSES.get(code, Lack.TERMS)
        self.lacks |= {one: one is lack for one in REFUSALS}
        LOG.critical("%s (the connection was closed with %d)", MENDS[lack], code)

    def _asked(self) -> list[Lack]:
        wanted = {Lack.MEMBERS: self.members, Lack.CONTENT: self.content}
        return [one for one in FLAGS if wanted[one] and one not in self._without]


def _has(flags: discord.ApplicationFlags, lack: Lack) -> bool:
    return any(getattr(flags, name) for name in FLAGS[lack])


def granted(flags: discord.ApplicationFlags) -> frozenset[Lack]:
    """What an application may have, by its flags."""
    return frozenset(one for one in FLAGS if _has(flags, one))
