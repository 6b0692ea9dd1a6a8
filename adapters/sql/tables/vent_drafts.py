"""Drafts of vents: each under a key of its own, until the end of the next day."""

from datetime import date

from pydantic import ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable
from bot.model.venting import Draft, DraftId

PUT = """INSERT INTO vent_drafts (id, day, sealed) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed"""


class SqlVentDrafts:
    """What was written and not posted. No row knows by whom."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._drafts = Codec(Draft, "vent_drafts", sealer)

    async def put(self, draft: Draft, on: date) -> None:
        """Keep or replace it."""
        await self._ring.make(_key(draft.id))
        sealed = self._drafts.seal(draft, draft.id, _key(draft.id))
        await self._rows.run(PUT, (draft.id, on.isoformat(), sealed))

    async def get(self, id_: DraftId) -> Draft | None:
        """It, if it is still there."""
        sql = "SELECT sealed FROM vent_drafts WHERE id = ?"
        sealed = await self._rows.value(sql, (id_,))
        try:
            return None if sealed is None else self._drafts.open(sealed, id_, _key(id_))
        except (Unreadable, ValidationError):
            return None

    async def drop(self, id_: DraftId) -> None:
        """Forget it, and with the commit its key."""
        await self._ring.doom(_key(id_))
        await self._rows.run("DELETE FROM vent_drafts WHERE id = ?", (id_,))

    async def sweep(self, today: date) -> int:
        """Drop what is older than yesterday, and destroy every key that no row needs."""
        sql = "DELETE FROM vent_drafts WHERE julianday(?) - julianday(day) > 1"
        dropped = await self._rows.run(sql, (today.isoformat(),))
        kept = {_key(row["id"]) for row in await self._rows.all("SELECT id FROM vent_drafts")}
        for name in self._ring.names("draft:"):
            if name not in kept:
                await self._ring.doom(name)
        return dropped


def _key(draft: DraftId) -> str:
    return f"draft:{draft}"
