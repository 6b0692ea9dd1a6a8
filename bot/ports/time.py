"""Time and chance as ports, so that a test can hold them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

Ring = Callable[[], Awaitable[None]]


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def elapsed(self) -> timedelta:
        """How long something that nobody can set has been going; it goes on in a sleep."""
        ...


class Alarm(Protocol):
    """A bell. Rows are the truth for time; the bell may ring twice or late without harm."""

    async def start(self, ring: Ring) -> None:
        """Call `ring` about every second, never twice at once, until stopped."""
        ...

    async def stop(self) -> None:
        """Ring no more; a ring that is under way ends first."""
        ...
