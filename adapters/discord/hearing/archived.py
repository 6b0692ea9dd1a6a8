"""Threads that were closed meanwhile: Discord names the open ones alone when a session begins."""

from dataclasses import dataclass
from datetime import datetime

import discord

from adapters.discord.payload import Payload, id_of, payload_of
from adapters.discord.reading.moments import moment_from
from adapters.discord.sending.asking import PAGE, Asks, Body, listed_in

LIMITED, BROKEN_FROM = 429, 500
"""All other refusals mean that there are none for us, however often one asks."""
CLOSED = "/channels/{channel_id}/threads/archived/public"
OURS = "/channels/{channel_id}/users/@me/threads/archived/private"
"""Private ones that we are in, as we are in all of our own."""


@dataclass(frozen=True, slots=True)
class Archived:
    """Asks channel by channel, newest first."""

    ask: Asks

    async def since(self, channel: str, moment: datetime) -> list[Payload]:
        """The threads of a channel that were closed since then; none where it is shut to us."""
        found: list[Payload] = []
        params: Body = {"limit": PAGE}
        while True:
            page, is_more = await self._page(channel, params)
            fresh = [one for one in page if closed_at(one) >= moment]
            found += fresh
            if not is_more or not page or len(fresh) < len(page):
                return found
            params = {"limit": PAGE, "before": closed_at(page[-1]).isoformat()}

    async def ours_since(self, channel: str, moment: datetime) -> list[Payload]:
        """The same of private threads that we are in. Newest begun first: one may close late."""
        found: list[Payload] = []
        params: Body = {"limit": PAGE}
        while True:
            page, is_more = await self._page(channel, params, OURS)
            found += [one for one in page if closed_at(one) >= moment]
            last = min((int(id_of(one.get("id"))) for one in page), default=0)
            if not is_more or not page or params.get("before") == str(last):
                return found
            params = {"limit": PAGE, "before": str(last)}

    async def _page(
        self, channel: str, params: Body, path: str = CLOSED
    ) -> tuple[list[Payload], bool]:
        try:
            told = await self.ask("GET", path, {"params": params}, channel_id=channel)
        except discord.HTTPException as no:
            if no.status == LIMITED or no.status >= BROKEN_FROM:
                raise
            return [], False
        threads = [one for one in listed_in(told, "threads") if id_of(one.get("id"))]
        return threads, bool(payload_of(told).get("has_more"))


def closed_at(thread: Payload) -> datetime:
    """When a thread was closed; when it was begun, where that is not told."""
    told = payload_of(thread.get("thread_metadata")).get("archive_timestamp")
    return moment_from(told, int(id_of(thread.get("id"))))
