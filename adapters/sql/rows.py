"""Reading and writing rows: inside a unit on its connection, outside on the reader's."""

import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from sqlite3 import Row
from typing import Any

import aiosqlite

from adapters.sql.writer import CURRENT, current
from bot.ports.store import StoreUnavailable

Values = Sequence[object] | Mapping[str, object]


class Rows:
    """SQL for the tables; a write outside a unit of work raises RuntimeError.

    A full disk, an I/O error, a lock or a damaged page raise StoreUnavailable. Each call is
    one hop to the connection's thread and back: those are most of what an alert costs.
    """

    def __init__(self, reader: aiosqlite.Connection) -> None:
        """Read through `reader` whenever no unit is open."""
        self._reader = reader

    async def all(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row."""
        unit = CURRENT.get()
        connection = unit.connection if unit else self._reader
        with said_as_unavailable():
            return list(await connection.execute_fetchall(sql, values))

    async def one(self, sql: str, values: Values = ()) -> Row | None:
        """The first row, if there is one."""
        found = await self.all(sql, values)
        return found[0] if found else None

    async def value(self, sql: str, values: Values = ()) -> Any:  # noqa: ANN401 - SQL's own types
        """The first column of the first row, or None."""
        found = await self.one(sql, values)
        return found[0] if found else None

    async def run(self, sql: str, values: Values = ()) -> int:
        """Write; the number of rows that changed."""
        connection = current().connection
        with said_as_unavailable():
            cursor = await connection.execute(sql, values)  # closing it were one more hop
            return cursor.rowcount


@contextmanager
def said_as_unavailable() -> Generator[None, None, None]:
    """Turn what disk and file do to us into StoreUnavailable; our own mistakes pass."""
    try:
        yield
    except sqlite3.DatabaseError as broken:
        # A damaged page is the bare DatabaseError; a broken constraint is a subclass of it.
        if type(broken) is sqlite3.DatabaseError or isinstance(broken, sqlite3.OperationalError):
            raise StoreUnavailable(type(broken).__name__) from broken
        raise
