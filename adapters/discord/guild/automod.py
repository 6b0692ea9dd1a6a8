"""AutoMod as a second line: our strongest phrases in rules that alert, and never do more.

Discord keeps to them while we are away. They cover public messages, but not those of people who
manage the server. Rules that are not named as ours are left alone.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field

import discord

from adapters.discord.drawing.rules import changes, rules_of
from adapters.discord.here import Here, ourselves_in
from adapters.discord.reading.guild import HERE
from adapters.discord.sending.asking import BROKEN, Asks, all_in
from bot.ports.chat import Receiver
from bot.ports.mirror import Mirror

LOG = logging.getLogger(__name__)
RULES = "/guilds/{guild_id}/auto-moderation/rules"
RULE = "/guilds/{guild_id}/auto-moderation/rules/{rule_id}"
PATIENCE_S = 2.0
"""A survey must not fail for this; what is cut short is done the next time."""
REFUSED = frozenset({400, 403})
"""What somebody has to mend; any other status may be another one the next time."""


@dataclass(slots=True)
class AutoMod:
    """Keeps the rules as they should be; where they are not `wanted`, it takes ours away.

    `mirrors` is whether they are: False where Discord refused, None where nobody wants or knows it.
    The moderators' room is read anew at each arrival and whenever the guild is surveyed.
    """

    ask: Asks
    here: Here
    wanted: bool
    mirrors: bool | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sync(self) -> None:
        """Change what differs. Whatever Discord says to it, nothing else is kept from working."""
        async with self.turn:
            if (receiver := self.here.receiver) is not None and self._may_ask():
                await self._tried(receiver)

    async def again(self) -> None:
        """The same, where rules are wanted and nobody is at it: whoever asks hardly waits."""
        if self.wanted and not self.turn.locked():
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    await self.sync()

    def _may_ask(self) -> bool:
        """Where rules are wanted, Discord itself says whether we may; else we know it."""
        guild = self.here.found()
        me = ourselves_in(guild) if guild is not None else None
        return me is not None and (self.wanted or me.guild_permissions.manage_guild)

    async def _tried(self, receiver: Receiver) -> None:
        try:
            await self._change(await receiver.mirror(HERE) if self.wanted else Mirror())
        except BROKEN as broken:
            code = broken.code if isinstance(broken, discord.HTTPException) else 0
            LOG.warning("AutoMod could not be changed: %s %d", type(broken).__name__, code)
            if isinstance(broken, discord.HTTPException) and broken.status in REFUSED:
                self.mirrors = False if self.wanted else None

    async def _change(self, mirror: Mirror) -> None:
        if self.wanted and mirror.room is None:
            return
        guild = self.here.guild().id
        theirs = all_in(await self.ask("GET", RULES, guild_id=guild))
        for one in changes(rules_of(mirror), theirs):
            body = None if one.body is None else {"json": one.body}
            if one.rule:
                await self.ask(one.method, RULE, body, guild_id=guild, rule_id=one.rule)
            else:
                await self.ask(one.method, RULES, body, guild_id=guild)
        self.mirrors = True if self.wanted else None
