"""Who holds which roles, where an event does not say: private messages tell of no member."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field

import discord

from adapters.discord.here import Here
from adapters.discord.payload import payload_of
from adapters.discord.reading.guild import roles_of
from adapters.discord.sending.asking import BROKEN, Asks

LOG = logging.getLogger(__name__)
MEMBER = "/guilds/{guild_id}/members/{user_id}"
FRESH_S, PATIENCE_S = 60.0, 2.0
"""How long an answer holds, and how long it is waited for: a cry must not wait for roles."""
MOST_KNOWN = 4_096
NOBODY = frozenset[str]()


@dataclass(slots=True)
class Members:
    """Asks the guild, and remembers for a minute."""

    ask: Asks
    here: Here
    _known: OrderedDict[str, tuple[float, frozenset[str]]] = field(
        default_factory=OrderedDict[str, tuple[float, frozenset[str]]]
    )

    async def holds(self, user: str) -> frozenset[str]:
        """The ids of the roles that somebody holds; none for who is no member, or unknown."""
        now = asyncio.get_running_loop().time()
        asked, held = self._known.get(user, (0.0, NOBODY))
        if (now - asked < FRESH_S and user in self._known) or not self.here.is_ready:
            return held
        try:
            async with asyncio.timeout(PATIENCE_S):
                held = await self._asked(user)
        except discord.NotFound:
            held = NOBODY
        except BROKEN as broken:
            LOG.warning("roles could not be read: %s", type(broken).__name__)
            return held
        self._known[user] = now, held
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return held

    async def _asked(self, user: str) -> frozenset[str]:
        guild = self.here.guild()
        found = payload_of(await self.ask("GET", MEMBER, guild_id=guild.id, user_id=user))
        if not isinstance(found.get("roles"), list):
            raise ConnectionAbortedError  # it does not tell, which is not the same as none
        return roles_of(found)
