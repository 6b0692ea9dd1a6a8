"""Bans: who posts nothing anonymously, by a keyed mark that is another one in every ban."""

import secrets
from collections.abc import Sequence
from datetime import date

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, readable
from adapters.sql.tables.links import SqlLinks
from bot.model.venting import Ban, PersonTag

MARK_BYTES = 16
"""As long as a tag of the key ring."""


class SqlBans:
    """They survive erasure, new pseudonyms and new keys.

    Two bans of one person have nothing in common: neither a thief nor a moderator who bans two
    threads learns that their author is the same.
    """

    def __init__(self, rows: Rows, sealer: Sealer, links: SqlLinks) -> None:
        """Keep rows through `rows`, sealed by `sealer`; `links` say whose accounts are one's."""
        self._rows = rows
        self._links = links
        self._ring = sealer.ring
        self._bans = Codec(Ban, "bans", sealer)

    async def has(self, person: PersonTag) -> bool:
        """Whether this person is banned, on either account; linear in the number of bans."""
        kin = self._links.kin(person)
        persons = [person] if kin is None else [person, kin]
        rows = await self._rows.all("SELECT id, mark, also FROM bans")
        return any(
            self._mark(row["id"], one) in {row["mark"], row["also"]}
            for row in rows
            for one in persons
        )

    async def add(self, person: PersonTag, on: date, reason: str) -> Ban:
        """One more ban, also of somebody who is banned already.

        Made while two accounts are linked it holds on both for good; else the second mark is
        nobody's.
        """
        number = int(await self._rows.value("SELECT coalesce(max(number), 0) + 1 FROM bans"))
        ban, id_ = Ban(number, on, reason), secrets.token_hex(16)
        kin = self._links.kin(person)
        also = secrets.token_bytes(MARK_BYTES) if kin is None else self._mark(id_, kin)
        sql = "INSERT INTO bans (id, number, mark, also, sealed) VALUES (?, ?, ?, ?, ?)"
        values = (id_, number, self._mark(id_, person), also, self._bans.seal(ban, id_))
        await self._rows.run(sql, values)
        return ban

    async def lift(self, number: int) -> bool:
        """Lift a ban. False when there is none of this number."""
        return await self._rows.run("DELETE FROM bans WHERE number = ?", (number,)) == 1

    async def all(self) -> Sequence[Ban]:
        """Every ban, oldest first."""
        rows = await self._rows.all("SELECT id, sealed FROM bans ORDER BY number")
        return readable(self._bans, rows, "id")

    def _mark(self, id_: str, person: PersonTag) -> bytes:
        return self._ring.tag("ban", id_, person)
