"""What the house keeps about itself: cursors and facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, epoch_of
from adapters.sql.tables.private_rooms import SqlPrivateRooms
from bot.model.people import Member, Platform, Room
from bot.ports.chat import anywhere

SHARED = "private rooms"
"""The name under which a platform's one position for all private rooms stands."""


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
        self._private = SqlPrivateRooms(rows, sealer)

    async def load(self) -> Mapping[Room, int]:
        """Every cursor; a private or unknown room has the position that its platform's share."""
        found = await self._positions()
        shared = {name: found.pop(_shared(name)) for name in Platform if _shared(name) in found}
        private = await self._private.load()
        found |= {one: shared[one.platform] for one in private if one.platform in shared}
        return found | {anywhere(name): position for name, position in shared.items()}

    async def forget_private(self, who: Member) -> None:
        """Forget in which room this member writes to the bot."""
        await self._private.forget(who)

    async def shared(self) -> Mapping[Platform, int]:
        """The position that the private rooms of each platform share, where one was saved."""
        found = await self._positions()
        return {name: found[_shared(name)] for name in Platform if _shared(name) in found}

    async def save(self, cursors: Mapping[Room, int]) -> None:
        """Move cursors; never backwards, which the keeper of cursors sees to."""
        sql = """INSERT INTO cursors (room, sealed) VALUES (?, ?)
                 ON CONFLICT (room) DO UPDATE SET sealed = excluded.sealed"""
        for room, position in cursors.items():
            tag = self._tag(room)
            await self._rows.run(sql, (tag, self._kept.seal(_Cursor(room, position), tag)))

    async def save_private(
        self, rooms: Mapping[Room, Member], positions: Mapping[Platform, int]
    ) -> None:
        """Remember which private rooms there are, and one position for all of a platform.

        The list is written anew whether or not somebody came.
        """
        await self.save({_shared(name): position for name, position in positions.items()})
        known = await self._private.load()
        for room in rooms.keys() - known.keys():  # an earlier version gave each its own position
            await self._rows.run("DELETE FROM cursors WHERE room = ?", (self._tag(room),))
        await self._private.save(known | dict(rooms))

    async def _positions(self) -> dict[Room, int]:
        rows = await self._rows.all("SELECT room, sealed FROM cursors")
        kept = [self._kept.open(one["sealed"], one["room"]) for one in rows if self._today(one)]
        return {one.room: one.position for one in kept}

    def _today(self, row: Row) -> bool:
        """Whether it is sealed under an epoch that may still live: no older backup's."""
        return epoch_of(row["sealed"]) >= self._ring.epochs()[0]

    def _tag(self, room: Room) -> bytes:
        return self._ring.tag("cursor", room.platform, room.id)


def _shared(platform: Platform) -> Room:
    return Room(platform, SHARED)


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
