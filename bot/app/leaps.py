"""Leaps of the clock: what waits goes on in real time when the machine's clock is set back.

Moments in rows and in memory are those of the clock on the wall. When it is set back, what was due
in a minute would be due in an hour and a minute. So everything that waits is moved as far as the
clock was (docs/decisions/0057).
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.sql.house import House
from adapters.sql.moving import Leap, move
from bot.app.upkeep import ALIVE, TOLERATED
from bot.audit import TELL_AGAIN
from bot.dispatch.durable import Durable
from bot.ports.store import StoreUnavailable
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
CLOCK = "clock"
"""The job that comes before all others, also before the first that is done at a start."""
NONE = timedelta(0)


@dataclass(slots=True)
class Leaps:
    """Notices that the clock leapt, and moves what waits; owners are told once an hour at most.

    Only what was set back is moved forward again: any other leap forward is time that passed, and
    what is due by then is due. A machine that sleeps counts it, see `Clock.elapsed`.
    """

    clock: Clock
    house: House
    standby: House
    durable: Durable
    tell: Callable[[str], Awaitable[None]]
    in_memory: tuple[Callable[[timedelta], None], ...]
    _last: tuple[datetime, timedelta] | None = None
    _set_back: timedelta = NONE
    """How far it was set back in this run, less what it was set forward again."""
    _unwritten: list[Leap] = field(default_factory=list[Leap])
    _said: dict[str, tuple[datetime, timedelta]] = field(
        default_factory=dict[str, tuple[datetime, timedelta]]
    )
    """What each job said when it was last asked, and how far the clock leapt since it began to."""
    _untold: bool = False
    _told: timedelta | None = None

    async def due(self) -> datetime | None:
        """At each ring."""
        return self.clock.now()

    async def run(self, now: datetime) -> None:
        """Look at the clock; if it leapt, move what is in memory, then the rows."""
        leap = await self._leap(now, self.clock.elapsed())
        if leap is not None:
            LOG.critical("the clock leapt by %s; what waits is moved", leap.by)
            self._set_back -= leap.by
            self._said = {job: (at, by + leap.by) for job, (at, by) in self._said.items()}
            for moved in self.in_memory:
                moved(leap.by)
            self._untold = self._untold or leap.back
            self._unwritten.append(leap)
        await self._write()
        if leap is not None:  # after the failure of the real one filled it
            await self.standby.store.unit("clock", lambda: move(self.standby, leap))

    def due_of(self, job: str, said: datetime | None) -> datetime | None:
        """When a job is due that says this; what it said before a leap has moved with the rest."""
        if said is None:
            self._said.pop(job, None)
            return None
        at, by = self._said.get(job, (said, NONE))
        self._said[job] = (said, by if said == at else NONE)
        return said + self._said[job][1]

    async def untold(self) -> datetime | None:
        """At once, when owners do not know yet."""
        return self.clock.now() if self._untold else None

    async def tell_owners(self, now: datetime) -> None:
        """Once for a clock that is set back again and again."""
        del now
        self._untold, elapsed = False, self.clock.elapsed()
        if self._told is None or elapsed - self._told >= TELL_AGAIN:
            self._told = elapsed
            await self.tell("clock-set-back")

    async def _leap(self, now: datetime, elapsed: timedelta) -> Leap | None:
        if self._last is None:
            alive = await self.house.facts.get(ALIVE)
            self._last = now, elapsed
            by = NONE if alive is None else min(NONE, now - datetime.fromisoformat(alive))
            passed = NONE
        else:
            (before, then), self._last = self._last, (now, elapsed)
            passed = elapsed - then
            by = min(now - before - passed, self._set_back)
        return Leap(by, now, passed) if abs(by) > TOLERATED else None

    async def _write(self) -> None:
        """With the sign of life, from which the next start would take the same leap again."""
        while self._unwritten:
            leap = self._unwritten[0]

            async def moved(leap: Leap = leap) -> None:
                await move(self.house, leap)
                await self.house.facts.put(ALIVE, leap.now.isoformat())

            try:
                await self.house.store.unit(f"clock:{leap.now.isoformat()}", moved)
            except StoreUnavailable as gone:
                LOG.error("what waits in the database is not moved yet: %s", gone)
                return await self.durable.failed(str(gone))
            del self._unwritten[0]
        return None
