"""One writer: units of work run one after another and share a commit (group commit).

Two tasks on one aiosqlite connection would share a transaction, and one's rollback would undo
the other's write (measured; shared facts: safety, part 3). Here each unit has a savepoint of
its own, and everything that waited while the disk was busy goes into the next commit.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import aiosqlite

from bot.ports.store import StoreUnavailable

T = TypeVar("T")
MOST_UNITS = 256
"""Units in one commit, so that a flood cannot keep the first one waiting for ever."""


class Change(Protocol):
    """Something held in memory that a unit of work changed."""

    def keep(self) -> None:
        """The unit was committed; one that was undone is never kept."""
        ...


@dataclass(slots=True)
class Unit:
    """The transaction that is open now: its connection, and the seed of its delivery keys.

    `replayed` is set when its event was handled once already, while nothing could be written:
    what it owes may have been shown since that moment. `changes` are kept after the commit.
    """

    connection: aiosqlite.Connection
    seed: str
    replayed: datetime | None = None
    steps: set[str] = field(default_factory=set[str])
    changes: list[Change] = field(default_factory=list[Change])


CURRENT: ContextVar[Unit | None] = ContextVar("unit", default=None)


@dataclass(slots=True)
class _Job(Generic[T]):
    seed: str
    work: Callable[[], Awaitable[T]]
    done: asyncio.Future[T]
    replayed: datetime | None = None
    result: T | None = None
    failed: BaseException | None = None
    changes: list[Change] = field(default_factory=list[Change])


class Writer:
    """Runs units of work on one connection. `run` belongs to a task group of the application."""

    def __init__(self, connection: aiosqlite.Connection, most: int = MOST_UNITS) -> None:
        """Take over the connection: nobody else may write on it."""
        self._connection = connection
        self._most = most
        self._jobs: asyncio.Queue[_Job[object] | None] = asyncio.Queue()
        self._open = True

    @property
    def here(self) -> bool:
        """Whether whoever asks works inside a unit of this writer."""
        unit = CURRENT.get()
        return unit is not None and unit.connection is self._connection

    async def do(
        self, seed: str, work: Callable[[], Awaitable[T]], *, replayed: datetime | None = None
    ) -> T:
        """Run `work` in a unit and commit. Raises StoreUnavailable, or what `work` raised."""
        if not self._open:
            message = "the store is closed"
            raise StoreUnavailable(message)
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(seed, work, done, replayed))  # type: ignore[arg-type] # T is the job's own
        return await done

    async def run(self) -> None:
        """Take jobs until closed. What was queued before the close is still done.

        However it ends, nobody is left waiting for it.
        """
        try:
            while (job := await self._jobs.get()) is not None:
                await self._batch(job)
        finally:
            self._open = False
            _refuse(self._queued(), "the writer has ended")

    def close(self) -> None:
        """Take no more jobs."""
        self._open = False
        self._jobs.put_nowait(None)

    async def _batch(self, first: _Job[object]) -> None:
        batch: list[_Job[object]] = []
        try:
            await self._begin()
            await self._unit(first, batch)
            while len(batch) < self._most and (job := self._waiting()) is not None:
                await self._unit(job, batch)
            await self._connection.execute("COMMIT")
        except (sqlite3.Error, StoreUnavailable) as broken:
            await self._abort([first, *batch], broken)
        except BaseException as ended:
            await self._abort([first, *batch], ended)
            raise
        else:
            _release(batch)

    async def _begin(self) -> None:
        """Whoever waits with the first one fails with it: not each must wait for the lock."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as broken:
            _refuse(self._queued(), _cause_of(broken))
            raise

    def _queued(self) -> list[_Job[object]]:
        found: list[_Job[object]] = []
        while (job := self._waiting()) is not None:
            found.append(job)
        return found

    def _waiting(self) -> _Job[object] | None:
        if self._jobs.empty():
            return None
        job = self._jobs.get_nowait()
        if job is None:
            self._jobs.put_nowait(None)
        return job

    async def _unit(self, job: _Job[object], batch: list[_Job[object]]) -> None:
        batch.append(job)
        unit = Unit(self._connection, job.seed, job.replayed, changes=job.changes)
        token = CURRENT.set(unit)
        await self._connection.execute("SAVEPOINT unit")
        try:
            job.result = await job.work()
        except (sqlite3.OperationalError, StoreUnavailable, asyncio.CancelledError):
            raise
        except BaseException as failed:  # noqa: BLE001 - handed to the waiting caller as it is
            job.failed = failed
            job.changes.clear()
            await self._connection.execute("ROLLBACK TO unit")
        finally:
            CURRENT.reset(token)
        await self._connection.execute("RELEASE unit")

    async def _abort(self, batch: list[_Job[object]], broken: BaseException) -> None:
        try:
            if self._connection.in_transaction:
                await self._connection.execute("ROLLBACK")
        finally:
            _refuse(batch, _cause_of(broken))


def _cause_of(broken: BaseException) -> str:
    """SQLite's own name of what went wrong; never its text."""
    return str(broken) if isinstance(broken, StoreUnavailable) else type(broken).__name__


def _refuse(jobs: list[_Job[object]], cause: str) -> None:
    for job in jobs:
        job.changes.clear()
        if not job.done.done():
            job.done.set_exception(StoreUnavailable(cause))


def _release(batch: list[_Job[object]]) -> None:
    for job in batch:
        for change in job.changes:
            change.keep()
        if job.done.done():
            continue
        if job.failed is not None:
            job.done.set_exception(job.failed)
        else:
            job.done.set_result(job.result)


async def attempt(work: Callable[[], Awaitable[T]]) -> T:
    """Inside a unit, run `work` behind a savepoint: its failure undoes only itself."""
    unit, before = current(), len(current().changes)
    await unit.connection.execute("SAVEPOINT attempt")
    try:
        result = await work()
    except StoreUnavailable:
        raise
    except sqlite3.OperationalError as broken:
        raise StoreUnavailable(_cause_of(broken)) from broken
    except BaseException:
        del unit.changes[before:]
        if unit.connection.in_transaction:
            await unit.connection.execute("ROLLBACK TO attempt")
            await unit.connection.execute("RELEASE attempt")
        raise
    await unit.connection.execute("RELEASE attempt")
    return result


def current() -> Unit:
    """The open unit. Raises RuntimeError outside one: writing there is a mistake of ours."""
    unit = CURRENT.get()
    if unit is None:
        message = "this port writes only inside a unit of work"
        raise RuntimeError(message)
    return unit
