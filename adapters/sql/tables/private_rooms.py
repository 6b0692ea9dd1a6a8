"""Which private rooms there are: one list, written anew at each save under a key of that save.

Rows that came one by one would tell, to who has all keys and the log, in which hour somebody wrote
to the bot for the first time. Here a save is one value under a random name; its key goes with the
commit of the next one. The keys of today open today's list, and none to compare it with.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from pydantic import TypeAdapter, ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Sealer, Unreadable, epoch_of, place
from bot.model.people import Member, Room

TABLE = "private_rooms"
KEY = "rooms:"
STEP_BYTES = 4_096
"""Some forty rooms: how many came in an hour is not to be read from the length either."""


@dataclass(frozen=True, slots=True)
class _Private:
    room: Room
    member: Member


LIST = TypeAdapter(list[_Private])
ONE = TypeAdapter(_Private)


class SqlPrivateRooms:
    """The list, as a mapping of rooms to whose they are."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep it through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._sealer = sealer

    async def load(self) -> dict[Room, Member]:
        """Every room; of an older backup, whose key is gone, none."""
        rows = await self._rows.all("SELECT id, sealed FROM private_rooms")
        return {one.room: one.member for row in rows for one in self._open(row)}

    async def save(self, rooms: Mapping[Room, Member]) -> None:
        """Write the whole list anew, and destroy the key of the one before with the commit.

        Raises KeysUnavailable when no key can be made; the list then stays as it was.
        """
        ring, new = self._sealer.ring, secrets.token_hex(16)
        old = ring.names(KEY)
        await ring.make(f"{KEY}{new}")
        blob = self._sealer.seal(_plain(rooms), place(TABLE, new), f"{KEY}{new}")
        await self._rows.run("DELETE FROM private_rooms")
        await self._rows.run("INSERT INTO private_rooms (id, sealed) VALUES (?, ?)", (new, blob))
        for name in old:
            await ring.doom(name)

    async def forget(self, who: Member) -> None:
        """Write the list anew without this member."""
        kept = await self.load()
        if who in kept.values():
            await self.save({room: one for room, one in kept.items() if one != who})

    def _open(self, row: Row) -> list[_Private]:
        """The list; earlier versions had a row for each room, sealed under the epoch."""
        alone = epoch_of(row["sealed"]) > 0
        try:
            key = None if alone else f"{KEY}{row['id']}"
            plain = self._sealer.open(row["sealed"], place(TABLE, row["id"]), key)
            return [ONE.validate_json(plain)] if alone else LIST.validate_json(plain)
        except (Unreadable, ValidationError):
            return []


def _plain(rooms: Mapping[Room, Member]) -> bytes:
    """In the order of ids, which is nobody's order of coming, and without names of anybody."""
    kept = [
        _Private(Room(room.platform, room.id), Member(who.platform, who.id))
        for room, who in sorted(rooms.items(), key=lambda one: (one[0].platform, one[0].id))
    ]
    plain = LIST.dump_json(kept)
    return plain.ljust(-(-len(plain) // STEP_BYTES) * STEP_BYTES)
