"""The store: one database, its writer, its reader, and what was seen."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import aiosqlite

from adapters.sql.keyring import KeyRing
from adapters.sql.rows import Rows
from adapters.sql.writer import CURRENT, Unit, Writer, attempt
from bot.model.events import EventId

T = TypeVar("T")


class SeenBefore(Exception):  # noqa: N818 - control flow inside a unit, never leaves it
    """The event was done."""


class SqlStore:
    """Units of work over one writer; every event is done once."""

    def __init__(
        self, writer: Writer, reader: aiosqlite.Connection, ring: KeyRing, begun: datetime
    ) -> None:
        """Write through `writer`, read through `reader`, hash event ids under `ring`.

        What happened before this run `begun` may have been handled by an earlier one that could
        write nothing; what it owes is looked up before it is sent.
        """
        self._begun = begun
        self._writer = writer
        self.rows = Rows(reader)
        self._ring = ring

    async def once(
        self,
        event: EventId,
        at: datetime,
        work: Callable[[], Awaitable[T]],
        *,
        replayed: bool = False,
    ) -> T | None:
        """Do `work` unless this event was done before (then None)."""
        day = at.date().isoformat()
        tag = self._tag(event, at)

        async def first_time() -> T:
            sql = "INSERT INTO seen (tag, day) VALUES (?, ?) ON CONFLICT DO NOTHING"
            if await self.rows.run(sql, (tag, day)) == 0:
                raise SeenBefore
            return await work()

        again = replayed or at <= self._begun
        if again and await self.seen(event, at):  # after a start hours are: no commit each
            return None
        try:
            return await self._writer.do(event, first_time, replayed=at if again else None)
        except SeenBefore:
            return None

    @property
    def here(self) -> bool:
        """Whether whoever asks works inside a unit of this store."""
        return self._writer.here

    async def seen(self, event: EventId, at: datetime) -> bool:
        """Whether this event was done before; only a look."""
        sql = "SELECT 1 FROM seen WHERE tag = ?"
        return await self.rows.one(sql, (self._tag(event, at),)) is not None

    def _tag(self, event: EventId, at: datetime) -> bytes:
        return self._ring.tag(f"seen:{at.date().isoformat()}", event)

    async def unit(self, seed: str, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` in one transaction; inside another unit it joins that one's."""
        if (outer := CURRENT.get()) is not None:
            inner = Unit(outer.connection, seed, outer.replayed, changes=outer.changes)
            token = CURRENT.set(inner)
            try:
                return await work()
            finally:
                CURRENT.reset(token)
        return await self._writer.do(seed, work)

    async def attempt(self, work: Callable[[], Awaitable[T]]) -> T:
        """Inside a unit: do `work` behind a savepoint."""
        return await attempt(work)

    async def forget_seen(self, before: datetime) -> int:
        """Drop what was seen on earlier days."""
        day = before.date().isoformat()

        async def drop() -> int:
            return await self.rows.run("DELETE FROM seen WHERE day < ?", (day,))

        return await self.unit("seen", drop)
