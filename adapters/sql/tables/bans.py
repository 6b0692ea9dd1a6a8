"""Bans: a keyed hash of a person each, and the moderators' reason."""

from collections.abc import Sequence
from datetime import date

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, readable
from bot.model.venting import Ban, PersonTag


class SqlBans:
    """Who posts nothing anonymously. They survive erasure, new pseudonyms and new keys."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._bans = Codec(Ban, "bans", sealer)

    async def has(self, person: PersonTag) -> bool:
        """Whether this person is banned."""
        sql = "SELECT 1 FROM bans WHERE person = ?"
        return await self._rows.one(sql, (bytes.fromhex(person),)) is not None

    async def add(self, person: PersonTag, on: date, reason: str) -> Ban:
        """Ban; twice is once."""
        row = bytes.fromhex(person)
        known = await self._rows.all("SELECT person, sealed FROM bans WHERE person = ?", (row,))
        if found := readable(self._bans, known, "person"):
            return found[0]
        number = int(await self._rows.value("SELECT coalesce(max(number), 0) + 1 FROM bans"))
        ban = Ban(number, on, reason)
        sql = "INSERT INTO bans (person, number, sealed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        await self._rows.run(sql, (row, number, self._bans.seal(ban, row)))
        return ban

    async def lift(self, number: int) -> bool:
        """Lift a ban. False when there is none of this number."""
        return await self._rows.run("DELETE FROM bans WHERE number = ?", (number,)) == 1

    async def all(self) -> Sequence[Ban]:
        """Every ban, oldest first."""
        rows = await self._rows.all("SELECT person, sealed FROM bans ORDER BY number")
        return readable(self._bans, rows, "person")
