"""The file of the keys: one change at a time, each durable before it returns."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from hashlib import sha256

import aiosqlite

from bot.ports.store import KeysUnavailable

TABLE = """CREATE TABLE IF NOT EXISTS keys (
  name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID"""
"""In the order of names: whose key was made just before which route's is nowhere to be read."""
PROBE = "probe"
PROBE_BYTES = 64
Changing = Callable[[aiosqlite.Connection], Awaitable[None]]


class KeyStore:
    """Wrapped keys in SQLite. Without a connection it keeps nothing, and never fails."""

    def __init__(self, connection: aiosqlite.Connection | None) -> None:
        """Take over the connection: nobody else may write on it."""
        self._connection = connection
        self._alone = asyncio.Lock()
        self.failing = False

    async def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            async with self._alone:
                await self._connection.close()

    async def load(self) -> Sequence[tuple[str, bytes]]:
        """Every name and wrapped key. Raises sqlite3.DatabaseError."""
        if self._connection is None:
            return ()
        await self._connection.execute(TABLE)
        async with self._connection.execute("SELECT name, wrapped FROM keys") as cursor:
            return [(row[0], row[1]) for row in await cursor.fetchall()]

    @contextmanager
    def changing(self) -> Generator[None, None, None]:
        """Raise KeysUnavailable where the store does not take a change; `failing` tells the last.

        The names of errors are SQLite's own; no text of them is passed on.
        """
        try:
            yield
        except sqlite3.Error as broken:
            self.failing = True
            raise KeysUnavailable(type(broken).__name__) from broken
        self.failing = False

    async def write(self, sql: str, values: tuple[object, ...]) -> None:
        """One change; never within a transaction that is another's to undo."""
        if self._connection is not None:
            async with self._alone:
                await self._connection.execute(sql, values)

    async def delete(self, names: Iterable[str]) -> None:
        """Destroy all of these in one transaction; of none, see whether it takes a change."""

        async def change(connection: aiosqlite.Connection) -> None:
            probe = (PROBE, bytes(PROBE_BYTES))
            await connection.execute("INSERT OR REPLACE INTO keys VALUES (?, ?)", probe)
            gone = [(name,) for name in (PROBE, *names)]
            await connection.executemany("DELETE FROM keys WHERE name = ?", gone)

        await self._whole(change)

    async def rewrap(self, wrapped: Iterable[tuple[bytes, str]]) -> None:
        """Replace every wrapped key, in one transaction."""

        async def change(connection: aiosqlite.Connection) -> None:
            sql = "UPDATE keys SET wrapped = ? WHERE name = ?"
            await connection.executemany(sql, list(wrapped))

        await self._whole(change)

    async def _whole(self, change: Changing) -> None:
        """All of it or nothing; no other change comes between.

        Whoever waits may be cancelled, the change is not: a BEGIN that nobody waits for any more
        would leave everything that follows in a transaction without an end.
        """
        if self._connection is not None:
            await asyncio.shield(self._transaction(self._connection, change))

    async def _transaction(self, connection: aiosqlite.Connection, change: Changing) -> None:
        async with self._alone:
            await connection.execute("BEGIN IMMEDIATE")
            try:
                await change(connection)
                await connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    await connection.execute("ROLLBACK")
                raise


def marked(key: bytes) -> bytes:
    """A hash of a key (16 bytes), by which it is told from a later one of its name."""
    return sha256(key).digest()[:16]
