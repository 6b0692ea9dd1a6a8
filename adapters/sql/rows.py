"""Reading and writing rows: inside a unit on its connection, outside on the reader's."""

from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import Any

import aiosqlite

from adapters.sql.writer import CURRENT, current

Values = Sequence[object] | Mapping[str, object]


class Rows:
    """SQL for the tables; a write outside a unit of work raises RuntimeError."""

    def __init__(self, reader: aiosqlite.Connection) -> None:
        """Read through `reader` whenever no unit is open."""
        self._reader = reader

    async def all(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row."""
        unit = CURRENT.get()
        connection = unit.connection if unit else self._reader
        async with connection.execute(sql, values) as cursor:
            return list(await cursor.fetchall())

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
        async with current().connection.execute(sql, values) as cursor:
            return cursor.rowcount
