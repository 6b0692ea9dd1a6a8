"""The ticker: rings through every job that is due; a job that fails never stops another."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from adapters.sql.house import House
from bot.app.leaps import CLOCK, Leaps
from bot.app.upkeep import Upkeep
from bot.app.wiring import Wired
from bot.audit import Auditor
from bot.cog import Job
from bot.ports.store import StoreUnavailable
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
LATELY = timedelta(minutes=2)
"""For how long a job that failed counts as failing: longer than from one audit to the next."""
ASKS_EVERY = timedelta(minutes=1)
"""How often one failing job makes us look whether the whole database is down."""


class Ticker:
    """All jobs: those of features, of the house and the audit; features also over the standby."""

    def __init__(
        self, clock: Clock, wired: Wired, upkeep: Upkeep, auditor: Auditor, standby: House
    ) -> None:
        """Jobs are due from now on."""
        self._clock = clock
        self._wired = wired
        self._standby = standby
        self._leaps = Leaps(
            clock, upkeep.house, standby, wired.durable, auditor.tell,
            (auditor.moved, wired.keeper.moved),
        )  # fmt: skip
        first = Job(CLOCK, self._leaps.due, self._leaps.run)
        own = (*upkeep.jobs(clock.now()), Job("audit", auditor.due, auditor.run))
        last = Job("clock-told", self._leaps.untold, self._leaps.tell_owners)
        self._jobs: Sequence[Job] = (first, *wired.table.jobs, *own, last)
        self._failed: dict[str, datetime] = {}
        self._asked: dict[str, datetime] = {}

    @property
    def failing(self) -> bool:
        """Whether a job failed lately, and was not done since."""
        now = self._clock.now()
        return any(abs(now - at) <= LATELY for at in self._failed.values())

    async def ring(self) -> None:
        """Do all that is due; whatever fails, what is owed is paid."""
        try:
            for job in self._jobs:
                await self._safely(job)
            if self._wired.durable.failing:
                await self._over_standby(self._clock.now())
        finally:
            self._wired.engine.kick()

    async def ring_first(self, name: str) -> None:
        """Do what is due of one job alone: before anybody is listened to."""
        for job in self._jobs:
            if job.name in {CLOCK, name}:
                await self._safely(job)

    async def next_due(self) -> datetime | None:
        """When the next job of a feature is due; the house's own do not hurry virtual time."""
        dues = [await job.due() for job in self._wired.table.jobs]
        return min((due for due in dues if due is not None), default=None)

    async def _safely(self, job: Job) -> None:
        try:
            due = self._leaps.due_of(job.name, await job.due())
            now = self._clock.now()  # after it said so: what is due at once says "now" itself
            if due is not None and due <= now:
                await job.run(now)
                self._failed.pop(job.name, None)
        except StoreUnavailable as gone:
            LOG.error("the job %s waits for the database: %s", job.name, gone)
            await self._waits(job, str(gone))
        except Exception as broken:  # noqa: BLE001 - one job must never stop the ladder
            LOG.critical("the job %s failed: %s", job.name, type(broken).__name__)
            self._failed[job.name] = self._clock.now()

    async def _waits(self, job: Job, cause: str) -> None:
        """It may be the whole database, or what this job reads alone: looked at once a minute."""
        now = self._clock.now()
        self._failed[job.name] = now
        asked = self._asked.get(job.name)
        if asked is None or abs(now - asked) >= ASKS_EVERY:
            self._asked[job.name] = now
            await self._wired.durable.failed(cause)

    async def _over_standby(self, now: datetime) -> None:
        """While the database cannot be written, the ladder climbs over what is in memory."""
        for job in (one for one in self._wired.table.jobs if one.in_memory):
            seed = f"standby:{job.name}:{now.isoformat()}"
            try:
                await self._standby.store.unit(seed, partial(job.run, now))
            except Exception as broken:  # noqa: BLE001 - what is owed is paid all the same
                cause = type(broken).__name__
                LOG.critical("the job %s cannot run over the standby: %s", job.name, cause)
