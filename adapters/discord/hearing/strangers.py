"""A second server: it is told kindly that this bot serves another community, and left."""

import logging
from dataclasses import dataclass

import discord

from adapters.discord.here import Here
from adapters.discord.payload import Payload, text_of
from adapters.discord.sending.asking import MESSAGES, Asks

LOG = logging.getLogger(__name__)
MINE = "/users/@me/guilds/{guild_id}"


@dataclass(slots=True)
class Strangers:
    """Servers that are not the community's. Nothing of them is read."""

    ask: Asks
    here: Here
    words: str

    def is_one(self, guild: Payload) -> bool:
        """Whether a server is another one; nobody knows, while ours is not there."""
        return self.here.found() is not None and not self.here.is_ours(guild.get("id"))

    async def leave(self, guild: Payload) -> None:
        """Say it where the server tells its news, if it does, and go."""
        if channel := text_of(guild.get("system_channel_id")):
            body: dict[str, object] = {"content": self.words, "allowed_mentions": {"parse": []}}
            try:
                await self.ask("POST", MESSAGES, {"json": body}, channel_id=channel)
            except discord.DiscordException as broken:
                LOG.warning("another server could not be told: %s", type(broken).__name__)
        await self.ask("DELETE", MINE, guild_id=str(guild["id"]))
        LOG.warning("another server was left; this bot serves one community")
