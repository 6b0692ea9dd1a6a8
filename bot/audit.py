"""The auditor: proves each minute that nothing hangs, and only then tells the watchdog."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.ports.outbox import Debts
from bot.ports.pager import DeadMan

LOG = logging.getLogger(__name__)
EVERY = timedelta(minutes=1)
LONGEST_UNDER_WAY = timedelta(minutes=1)
LONGEST_OWED = timedelta(minutes=5)
LONGEST_OVERDUE = timedelta(minutes=2)
TELL_AGAIN = timedelta(hours=1)


class Fault(StrEnum):
    """What an audit can find."""

    EVENT_STUCK = "event-stuck"
    ALERT_UNPAID = "alert-unpaid"
    INCIDENT_UNWATCHED = "incident-unwatched"
    NOT_WRITTEN = "not-written"
    KEYS_NOT_WRITTEN = "keys-not-written"
    JOB_FAILING = "job-failing"


class Watched(Protocol):
    """Open incidents, as the auditor counts them."""

    async def unwatched(self, before: datetime) -> int:
        """How many should have been called before this moment and were not."""
        ...


@dataclass(slots=True)
class Auditor:
    """Every inbound event ended or is under way, every alert is paid, every incident is watched."""

    overdue_since: Callable[[], datetime | None]
    failing: Callable[[], bool]
    keys_failing: Callable[[], bool]
    debts: Debts
    incidents: Watched
    deadman: DeadMan
    tell: Callable[[str], Awaitable[None]]
    job_failing: Callable[[], bool] = lambda: False
    _next: datetime | None = None
    _told: dict[Fault, datetime] = field(default_factory=dict[Fault, datetime])

    async def due(self) -> datetime | None:
        """When the next audit is."""
        return self._next

    async def run(self, now: datetime) -> None:
        """Audit; ping the watchdog if nothing was found, else tell the owners once an hour."""
        self._next = now + EVERY
        faults = await self.faults(now)
        if not faults:
            await self.deadman.ping()
        for fault in faults:
            LOG.error("audit: %s", fault)
            if now - self._told.get(fault, now - TELL_AGAIN) >= TELL_AGAIN:
                self._told[fault] = now
                await self.tell(fault)

    async def faults(self, now: datetime) -> tuple[Fault, ...]:
        """What is wrong now."""
        oldest = self.overdue_since()
        owed = await self.debts.oldest_alert()
        found = {
            Fault.EVENT_STUCK: oldest is not None and now - oldest > LONGEST_UNDER_WAY,
            Fault.ALERT_UNPAID: owed is not None and now - owed > LONGEST_OWED,
            Fault.INCIDENT_UNWATCHED: await self.incidents.unwatched(now - LONGEST_OVERDUE) > 0,
            Fault.NOT_WRITTEN: self.failing(),
            Fault.KEYS_NOT_WRITTEN: self.keys_failing(),
            Fault.JOB_FAILING: self.job_failing(),
        }
        return tuple(fault for fault, wrong in found.items() if wrong)

    def begin(self, now: datetime) -> None:
        """The first audit comes a minute after the start."""
        self._next = now + EVERY

    def moved(self, by: timedelta) -> None:
        """The clock leapt: what owners were told is as long ago as before."""
        self._told = {fault: at + by for fault, at in self._told.items()}
