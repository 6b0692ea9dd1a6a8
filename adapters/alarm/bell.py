"""The bell: APScheduler rings every second; rows alone decide what is due."""

# APScheduler ships no types; this file alone touches it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_EXECUTED,
    EVENT_JOB_SUBMITTED,
    JobEvent,
    JobExecutionEvent,
)
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.ports.time import Ring

LOG = logging.getLogger(__name__)
JOB = "ring"
EVERY = timedelta(seconds=1)


class Tick(BaseTrigger):  # type: ignore[misc] # APScheduler ships no types
    """An interval that counts from now.

    The library's own counts from the last ring, one step for each that was missed (1 us each
    when measured). A machine without a battery clock leaps years once it hears the time, and
    would count for minutes.
    """

    def __init__(self, every: timedelta) -> None:
        """Ring at once, then every `every`."""
        self._every = every

    def get_next_fire_time(  # pyright: ignore[reportIncompatibleMethodOverride] # its base says None
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime:
        """The next ring; one interval after `now`, however many were missed."""
        return now if previous_fire_time is None else now + self._every


class ApschedulerAlarm:
    """Rings at once and then every second, never twice at once. Implements bot.ports.time.Alarm.

    A ring that raises is logged by its type and rings again; one that outlasts its second
    makes the bell skip, not queue. A clock that is set back would silence the library for as
    long: a timer that knows no clock looks after it, and sets its next ring anew.
    """

    def __init__(self, every: timedelta = EVERY) -> None:
        """Ring every `every`; a second is what the port promises, tests ring faster."""
        self._every = every
        self._idle = asyncio.Event()
        self._scheduler: AsyncIOScheduler | None = None
        # Its executor logs the traceback of a ring that raised, and that may hold what was written.
        logging.getLogger("apscheduler.executors.default").addFilter(_nothing)

    async def start(self, ring: Ring) -> None:
        """Ring until stopped. Raises RuntimeError when it rings already."""
        if self._scheduler is not None:
            message = "the alarm rings already"
            raise RuntimeError(message)
        self._idle.set()
        self._scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": MemoryJobStore()})
        heard = EVENT_JOB_SUBMITTED | EVENT_JOB_EXECUTED | EVENT_JOB_ERROR
        self._scheduler.add_listener(self._note, heard)
        self._scheduler.add_job(
            _call, Tick(self._every), (ring,), id=JOB,
            max_instances=1, coalesce=True, misfire_grace_time=None,
        )  # fmt: skip
        self._scheduler.start()
        self._look_after(self._scheduler)

    def _look_after(self, scheduler: AsyncIOScheduler) -> None:
        """Ends with the job; the loop's own timers go by a clock that nobody can set."""
        job = scheduler.get_job(JOB)
        if job is None:
            return
        now = datetime.now(UTC)
        if job.next_run_time - now > 2 * self._every:
            LOG.warning("the clock was set back: the bell rings on")
            scheduler.modify_job(JOB, next_run_time=now)
        loop = asyncio.get_running_loop()
        loop.call_later(self._every.total_seconds(), self._look_after, scheduler)

    async def stop(self) -> None:
        """Ring no more; a ring under way ends first. Never call it from a ring."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        # APScheduler's own shutdown would cancel the ring under way.
        scheduler.remove_job(JOB)
        await self._idle.wait()
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # shutdown only asks the loop to do it next

    def _note(self, event: JobEvent) -> None:
        if event.code == EVENT_JOB_SUBMITTED:
            self._idle.clear()
            return
        self._idle.set()
        if isinstance(event, JobExecutionEvent) and event.exception is not None:
            LOG.error("a ring failed: %s", type(event.exception).__name__)


async def _call(ring: Ring) -> None:
    """What APScheduler knows as a coroutine function, whatever kind of callable `ring` is."""
    await ring()


def _nothing(record: logging.LogRecord) -> bool:
    del record
    return False
