"""Fail open: when the database cannot be written, the same path runs over one in memory.

What was handled there is done again in the real one as soon as it can be written; the keys of
deliveries are the same, so nothing is shown twice.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.model.events import EventId
from bot.ports.store import Store, StoreUnavailable

T = TypeVar("T")
LOG = logging.getLogger(__name__)
Tell = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Missed:
    event: EventId
    at: datetime
    work: Callable[[], Awaitable[object]]


class Refuge(Protocol):
    """Moves what is open into the standby, and back out of it."""

    async def fill(self) -> None:
        """The database failed: open incidents go on in memory."""
        ...

    async def writable(self) -> bool:
        """Whether the database takes writes again."""
        ...

    async def empty(self) -> None:
        """Everything is written again."""
        ...


class Durable:
    """The store of the engine: the real one, and one in memory for when it fails."""

    def __init__(self, main: Store, standby: Store, refuge: Refuge, tell: Tell) -> None:
        """`tell` is called once per failure with its cause, to tell the owners."""
        self._refuge = refuge
        self._down = False
        self._main = main
        self._standby = standby
        self._tell = tell
        self._missed: deque[_Missed] = deque()
        self._catching_up = asyncio.Lock()

    @property
    def failing(self) -> bool:
        """Whether the database is down, or something still waits to be written into it."""
        return self._down or bool(self._missed)

    async def once(
        self, event: EventId, at: datetime, work: Callable[[], Awaitable[T]]
    ) -> T | None:
        """Do `work` once, in the real store, or else in memory.

        Nothing overtakes what was missed: first that is written, or this one is missed, too.
        """
        await self.catch_up()
        cause = ""
        if not self.failing:
            try:
                return await self._main.once(event, at, work)
            except StoreUnavailable as gone:
                cause = str(gone)
                LOG.critical("the database cannot be written: %s", gone)
        if await self._done_before(event, at):
            return None
        first = await self._goes_down()
        self._missed.append(_Missed(event, at, work))
        try:
            return await self._standby.once(event, at, work)
        finally:
            if first:
                await self._tell(cause)

    async def _done_before(self, event: EventId, at: datetime) -> bool:
        """Whether the real store knows it: what cannot be written can mostly be read."""
        try:
            return await self._main.seen(event, at)
        except StoreUnavailable:
            return False

    async def failed(self, cause: str) -> None:
        """Something else could not be written: open incidents go on in memory from now on."""
        if await self._goes_down():
            await self._tell(cause)

    async def _goes_down(self) -> bool:
        """Whether this failure is the first one."""
        if self._down:
            return False
        self._down = True
        await self._refuge.fill()
        return True

    async def attempt(self, work: Callable[[], Awaitable[T]]) -> T:
        """Inside a unit: do `work` behind a savepoint."""
        return await self._main.attempt(work)

    async def catch_up(self) -> int:
        """Write what was missed, in order; how many were written now. One at a time tries."""
        if self._catching_up.locked():
            return 0
        if not self.failing:
            return 0
        async with self._catching_up:
            written = await self._write_missed()
            if not self._missed and self._down and (written or await self._refuge.writable()):
                self._down = False
                await self._refuge.empty()
            return written

    async def _write_missed(self) -> int:
        written = 0
        while self._missed:
            missed = self._missed[0]
            try:
                await self._main.once(missed.event, missed.at, missed.work, replayed=True)
            except StoreUnavailable:
                break
            except Exception as broken:  # noqa: BLE001 - one event must not keep all others waiting
                LOG.critical("an event could not be written again: %s", type(broken).__name__)
            self._missed.popleft()
            written += 1
        return written
