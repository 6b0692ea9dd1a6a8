"""How the parts of the adapter ask Discord for something."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

import discord

BROKEN = (discord.DiscordException, OSError)
"""What a request raises: Discord refuses it, or it was not reached."""
MESSAGES, PAGE = "/channels/{channel_id}/messages", 100
"""The messages of a channel, and how many of them come at once."""
Body: TypeAlias = Mapping[str, Any]
"""What goes with a request: `json`, `params`, or `form` with the parts of one."""


class Asks(Protocol):
    """Asks for something, and gives what came back."""

    async def __call__(
        self, method: str, path: str, body: Body | None = None, /, **ids: str
    ) -> object:
        """`ids` are those of the path. Raises discord.HTTPException and OSError."""
        ...
