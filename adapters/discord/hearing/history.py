"""What was missed: read again from the history, room by room, oldest first."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import discord

from adapters.discord.payload import Payload
from adapters.discord.reading.moments import moment_from, snowflake_at
from adapters.discord.sending.asking import MESSAGES, PAGE, Asks, Body, all_in, number_in

SHUT = (discord.Forbidden, discord.NotFound)


@dataclass(frozen=True, slots=True)
class History:
    """The messages of channels. A channel that is gone, or shut to us, has none."""

    ask: Asks

    async def since(self, channel: str, after: int) -> AsyncIterator[Payload]:
        """Every message after this position, oldest first."""
        while page := await self._page(channel, after):
            for message in sorted(page, key=number_in):
                yield message
            highest = max(map(number_in, page))
            if len(page) < PAGE or highest <= after:
                return
            after = highest

    async def edited(self, channel: str, until: int, since: datetime) -> list[Payload]:
        """Of the newest messages up to this position, those that were edited since."""
        params: Body = {"before": str(until + 1), "limit": PAGE}
        page = await self._asked(channel, params)
        return [one for one in page if _edited_after(one, since)]

    async def _page(self, channel: str, after: int) -> list[Payload]:
        return await self._asked(channel, {"after": str(after), "limit": PAGE})

    async def _asked(self, channel: str, params: Body) -> list[Payload]:
        try:
            return all_in(await self.ask("GET", MESSAGES, {"params": params}, channel_id=channel))
        except SHUT:
            return []


def _edited_after(message: Payload, since: datetime) -> bool:
    told = message.get("edited_timestamp")
    return told is not None and moment_from(told, snowflake_at(since)) >= since
