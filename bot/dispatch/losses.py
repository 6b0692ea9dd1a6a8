"""Losses: what no store takes. People are told past both, until one of them hears."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ports.time import Clock

AGAIN = timedelta(minutes=1)
"""How long a loss rests after a try: a platform that shows it and does not say so is no rarity."""
Lost = Callable[[], Awaitable[bool]]
"""Tells people of one event; whether it reached anybody."""


@dataclass(slots=True, eq=False)
class _Loss:
    lost: Lost = field(repr=False)
    tried: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """A clock that was set back makes none wait longer."""
        return self.tried is not None and abs(now - self.tried) < AGAIN


@dataclass(slots=True)
class Losses:
    """Held in memory alone: nothing else takes them."""

    clock: Clock
    _open: list[_Loss] = field(default_factory=list["_Loss"], repr=False)

    def __bool__(self) -> bool:
        """Whether people have not heard of something yet."""
        return bool(self._open)

    def add(self, lost: Lost) -> None:
        """One more, told with the next call."""
        self._open.append(_Loss(lost))

    async def tell(self, *, last: bool = False) -> None:
        """Each that does not rest is tried once, all at the same time; at the `last` call each."""
        now = self.clock.now()
        ripe = [one for one in self._open if last or not one.rests(now)]
        await asyncio.gather(*map(self._tell, ripe))

    async def _tell(self, loss: _Loss) -> None:
        """It stays until somebody heard, also where this is cancelled."""
        loss.tried = self.clock.now()
        if await loss.lost() and loss in self._open:
            self._open.remove(loss)
