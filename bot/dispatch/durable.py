"""Fail open: when the database cannot be written, the same path runs over one in memory.

What was handled there is done again in the real one as soon as it can be written; the keys of
deliveries are the same, so nothing is shown twice.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.dispatch.losses import Losses, Lost
from bot.model.events import EventId
from bot.ports.store import Store, StoreUnavailable
from bot.ports.time import Clock

T = TypeVar("T")
LOG = logging.getLogger(__name__)
MOST_TRIES = 3
"""How often an event may fail alone, in a database that is well, before it is set aside."""
TRY_COUNTS_AFTER = timedelta(seconds=5)
"""Tries that follow each other sooner count as one, however often somebody catches up."""
Tell = Callable[[str], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Missed:
    """An event that the database has not seen; `handled` once its way through memory ended.

    `tries` counts how often it alone failed, and `aside` is done in its place after too many.
    `lost` tells people where not even that can be written.
    """

    event: EventId
    at: datetime
    work: Callable[[], Awaitable[object]]
    aside: Callable[[], Awaitable[object]]
    lost: Lost
    handled: bool = False
    tries: int = 0
    tried: datetime | None = None

    def failed_too_often(self, now: datetime) -> bool:
        """It failed once more, alone; a clock that was set back counts it, too."""
        if self.tried is None or abs(now - self.tried) >= TRY_COUNTS_AFTER:
            self.tries, self.tried = self.tries + 1, now
        return self.tries >= MOST_TRIES


class Refuge(Protocol):
    """Moves what is open into the standby, and back out of it."""

    async def fill(self) -> None:
        """The database failed: open incidents go on in memory, and nothing of before does."""
        ...

    async def writable(self) -> bool:
        """Whether the database takes writes again, and as much as any event needs."""
        ...

    async def empty(self) -> None:
        """Everything is written again."""
        ...


class Durable:
    """The store of the engine: the real one, and one in memory for when it fails."""

    def __init__(
        self, main: Store, standby: Store, refuge: Refuge, clock: Clock, tell: Tell
    ) -> None:
        """`tell` is called once per failure with its cause, to tell the owners; nobody waits."""
        self._refuge = refuge
        self._down = False
        self._filled = False
        self._cause = ""
        self._main = main
        self._standby = standby
        self._clock = clock
        self._tell = tell
        self._missed: deque[_Missed] = deque()
        self._losses = Losses(clock)
        self._untold: deque[str] = deque()
        self._moving = asyncio.Lock()

    @property
    def failing(self) -> bool:
        """Whether the database is down, or something still waits to be written into it."""
        return self._down or bool(self._missed)

    async def once(
        self,
        event: EventId,
        at: datetime,
        work: Callable[[], Awaitable[T]],
        aside: Callable[[], Awaitable[object]],
        lost: Lost,
    ) -> T | None:
        """Do `work` once, in the real store, or else in memory; raises what `work` raised.

        Nothing overtakes what was missed: first that is written, or this one is missed, too.
        What can never be written again is replaced by `aside`, and where that cannot be written
        either, people hear it by `lost`, past both stores.
        """
        await self.catch_up()
        if not self.failing:
            try:
                return await self._main.once(event, at, work)
            except StoreUnavailable as gone:
                self._cause = str(gone)
                LOG.critical("the database cannot be written: %s", gone)
        missed = _Missed(event, at, work, aside, lost)
        self._missed.append(missed)  # before anything is waited for: from here it cannot be lost
        try:
            return await self._in_memory(missed, work)
        finally:
            missed.handled = True

    async def _in_memory(self, missed: _Missed, work: Callable[[], Awaitable[T]]) -> T | None:
        """Handle it in the standby, once everything that is open stands there."""
        if await self._done_before(missed.event, missed.at):
            self._missed.remove(missed)
            return None
        if await self._goes_down():
            self._untold.append(self._cause)
        try:
            return await self._standby.once(missed.event, missed.at, work)
        finally:
            missed.handled = True

    async def _done_before(self, event: EventId, at: datetime) -> bool:
        """Whether the real store knows it: what cannot be written can mostly be read."""
        try:
            return await self._main.seen(event, at)
        except StoreUnavailable:
            return False

    async def failed(self, cause: str) -> None:
        """Something else could not be written: open incidents go on in memory from now on.

        Not where the database takes all else: one table that cannot be read is no failure of it.
        """
        if not self._filled and await self._refuge.writable():
            return
        self._cause = cause
        if await self._goes_down():
            self._untold.append(cause)

    async def _goes_down(self) -> bool:
        """Whether this failure is the first one; after it, what was open is in memory."""
        if self._filled:  # nobody waits here for an attempt to write what was missed
            return False
        async with self._moving:
            if self._filled:
                return False
            self._down = True
            await self._move(self._refuge.fill)
            self._filled = True
            return True

    async def _move(self, way: Callable[[], Awaitable[None]]) -> None:
        """Into memory or out of it; what stayed there is cleared before it is next filled."""
        try:
            await way()
        except Exception as broken:  # noqa: BLE001 - a cry is handled whatever became of the move
            LOG.critical("not everything moved: %s", type(broken).__name__)

    async def attempt(self, work: Callable[[], Awaitable[T]]) -> T:
        """Inside a unit: do `work` behind a savepoint."""
        return await self._main.attempt(work)

    async def catch_up(self) -> int:
        """Write what was missed, in order; how many were written now. One at a time tries."""
        if self._moving.locked() or not self.failing:
            return 0
        async with self._moving:
            if not await self._refuge.writable():
                return 0
            written = await self._write_missed()
            if self._down and not self._missed:
                self._down = self._filled = False
                await self._move(self._refuge.empty)
            return written

    async def _write_missed(self) -> int:
        """What still is on its way through memory waits, and what came after it, too."""
        written = 0
        while self._missed and self._missed[0].handled:
            if not await self._written(self._missed[0]):
                break
            self._missed.popleft()
            written += 1
        return written

    async def _written(self, missed: _Missed) -> bool:
        """Whether it is done again, or was set aside: it alone must not keep all others waiting."""
        try:
            await self._main.once(missed.event, missed.at, missed.work, replayed=True)
        except StoreUnavailable:
            if not await self._refuge.writable():
                return False
            given_up = missed.failed_too_often(self._clock.now())
            return given_up and await self._set_aside(missed)
        except Exception as broken:  # noqa: BLE001 - one event must not keep all others waiting
            LOG.critical("an event could not be written again: %s", type(broken).__name__)
            return await self._set_aside(missed)
        return True

    async def _set_aside(self, missed: _Missed) -> bool:
        """False where it is the database after all that fails."""
        try:
            await self._main.once(missed.event, missed.at, missed.aside, replayed=True)
        except Exception as broken:  # noqa: BLE001 - as above; the owners are told
            if not await self._refuge.writable():
                return False
            LOG.critical("an event could not be set aside: %s", type(broken).__name__)
            self.lose(missed.lost)
            self._untold.append(type(broken).__name__)
        return True

    def lose(self, lost: Lost) -> None:
        """No store takes it: people are told past both, again and again until one of them hears."""
        self._losses.add(lost)

    @property
    def untold(self) -> bool:
        """Whether people have not heard yet of what could not even be set aside."""
        return bool(self._losses)

    async def tell(self, *, last: bool = False) -> None:
        """People hear of what could not even be set aside, and owners of failures.

        Apart from events: whoever is in danger waits for no owner's line. Until it is told no
        cursor moves past it, so that after a kill it is read again. `last` says that no other
        call follows.
        """
        await self._losses.tell(last=last)
        while self._untold:
            await self._tell(self._untold.popleft())
