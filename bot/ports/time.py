"""Time and chance as ports, so that a test can hold them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

Ring = Callable[[], Awaitable[None]]


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Alarm(Protocol):
    """A bell. Rows are the truth for time; the bell may ring twice or late without harm."""

    async def start(self, ring: Ring) -> None:
        """Call `ring` about every second, never twice at once, until stopped."""
        ...

    async def stop(self) -> None:
        """Ring no more; a ring that is under way ends first."""
        ...
