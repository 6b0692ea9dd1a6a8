"""What is being sent: a request that waits for its turn is never cut short, and never made twice.

What is cut short may have arrived.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.crew import Crew

T = TypeVar("T")


class Underway:
    """What is being sent, by its key: who sends the same again waits for the first."""

    def __init__(self, crew: Crew) -> None:
        """Nothing yet."""
        self._crew = crew
        self._sending: dict[str, asyncio.Future[Any]] = {}

    async def once(self, key: str, send: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `send` comes to; it goes on when the one who waits for it does not."""
        sending = self._sending.get(key)
        if sending is None:
            sending = self._sending[key] = self._crew.result_of(send())
            sending.add_done_callback(lambda _: self._sending.pop(key, None))
        found: T = await asyncio.shield(sending)
        return found

    async def after(self, key: str, send: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The same for what says something else each time: once the one before it is through."""
        while (before := self._sending.get(key)) is not None:
            await asyncio.wait((before,))
        return await self.once(key, send)

    async def settled(self) -> None:
        """Wait for all of it."""
        while self._sending:
            await asyncio.wait(list(self._sending.values()))
