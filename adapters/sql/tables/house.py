"""What the house keeps about itself: cursors and facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer
from bot.model.people import Room


@dataclass(frozen=True, slots=True)
class _Cursor:
    room: Room
    position: int


class SqlCursors:
    """Up to where each room was read; rooms and positions are sealed."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._kept = Codec(_Cursor, "cursors", sealer)

    async def load(self) -> Mapping[Room, int]:
        """Every cursor."""
        rows = await self._rows.all("SELECT room, sealed FROM cursors")
        found = [self._kept.open(row["sealed"], row["room"]) for row in rows]
        return {one.room: one.position for one in found}

    async def save(self, cursors: Mapping[Room, int]) -> None:
        """Move cursors; never backwards, which the keeper of cursors sees to."""
        sql = """INSERT INTO cursors (room, sealed) VALUES (?, ?)
                 ON CONFLICT (room) DO UPDATE SET sealed = excluded.sealed"""
        for room, position in cursors.items():
            tag = self._ring.tag("cursor", room.platform, room.id)
            await self._rows.run(sql, (tag, self._kept.seal(_Cursor(room, position), tag)))


class SqlFacts:
    """Small facts of the deployment itself, in plain: never about a person."""

    def __init__(self, rows: Rows) -> None:
        """Keep rows through `rows`."""
        self._rows = rows

    async def get(self, name: str) -> str | None:
        """The value, if there is one."""
        found = await self._rows.value("SELECT value FROM facts WHERE name = ?", (name,))
        return None if found is None else str(found)

    async def put(self, name: str, value: str) -> None:
        """Remember or replace."""
        sql = """INSERT INTO facts (name, value) VALUES (?, ?)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
        await self._rows.run(sql, (name, value))
