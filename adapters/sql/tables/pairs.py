"""Listening conversations: each under a key of its own that dies with it."""

from collections.abc import Iterator, Sequence
from sqlite3 import Row

from pydantic import ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable
from bot.model.people import ThreadId
from bot.model.venting import Pair

PUT = """INSERT INTO pairs (id, day, sealed) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET day = excluded.day, sealed = excluded.sealed"""


class SqlPairs:
    """Who listens to whom, in a form that names neither."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._pairs = Codec(Pair, "pairs", sealer)

    async def put(self, pair: Pair) -> None:
        """Keep or replace one."""
        await self._ring.make(_key(pair.id))
        sealed = self._pairs.seal(pair, pair.id, _key(pair.id))
        await self._rows.run(PUT, (pair.id, pair.on.isoformat(), sealed))

    async def get(self, id_: str) -> Pair | None:
        """One by its name."""
        rows = await self._rows.all("SELECT id, sealed FROM pairs WHERE id = ?", (id_,))
        return next(self._open(rows), None)

    async def of(self, thread: ThreadId) -> Sequence[Pair]:
        """Those of a thread, on either side."""
        return [one for one in await self.all() if thread in {one.thread, one.listener}]

    async def all(self) -> Sequence[Pair]:
        """Every one that opens."""
        return list(self._open(await self._rows.all("SELECT id, sealed FROM pairs")))

    async def forget(self, id_: str) -> None:
        """The row goes, and with its commit the key."""
        await self._ring.doom(_key(id_))
        await self._rows.run("DELETE FROM pairs WHERE id = ?", (id_,))

    def _open(self, rows: Sequence[Row]) -> Iterator[Pair]:
        for row in rows:
            try:
                yield self._pairs.open(row["sealed"], row["id"], _key(row["id"]))
            except (Unreadable, ValidationError):
                continue


def _key(pair: str) -> str:
    return f"pair:{pair}"
