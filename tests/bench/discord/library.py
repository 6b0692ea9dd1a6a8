"""discord.py by itself on this wire: with a handler that does nothing, or hearing no message.

Lean as our own client is: the same intents, no cache of members or messages. Hearing none, it
receives and takes apart every frame all the same: that is what its connection costs.
"""

import asyncio
import os

import discord

from adapters.discord.gateway.client import intents
from adapters.discord.gateway.inside import point_at, read_all_json

HEARS_NONE = "BENCH_HEARS_NONE"
"""Set for a client that is told of messages and reads none."""


class Empty(discord.Client):
    """Hears every message, and does nothing with it."""

    async def on_message(self, message: discord.Message) -> None:
        """Nothing."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause."""


def main() -> None:
    """Connect, and listen until somebody ends it."""
    point_at(
        os.environ["PORCHLIGHT_DISCORD__API_BASE"], os.environ["PORCHLIGHT_DISCORD__GATEWAY_URL"]
    )
    read_all_json()
    client = Empty(
        intents=intents(content=True, members=False), max_messages=None,
        chunk_guilds_at_startup=False, member_cache_flags=discord.MemberCacheFlags.none(),
    )  # fmt: skip
    if os.environ.get(HEARS_NONE):
        parsers = client._connection.parsers  # pyright: ignore[reportPrivateUsage]
        parsers.pop("MESSAGE_CREATE")
    asyncio.run(client.start(os.environ["PORCHLIGHT_DISCORD__TOKEN"]))


if __name__ == "__main__":
    main()
