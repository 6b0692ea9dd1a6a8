"""Pictures of vents: under the key of their draft, then under that of their thread."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from sqlite3 import Row

from adapters.sql.rows import Rows
from adapters.sql.seal import Sealer, Unreadable, place
from bot.model.people import ThreadId
from bot.model.venting import DraftId, PictureId
from bot.ui.reply import Reply

TABLE = "vent_pictures"
PUT = "INSERT INTO vent_pictures (id, draft, sealed) VALUES (?, ?, ?)"
HANG = """INSERT INTO vent_pictures (id, thread, sealed) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET draft = NULL, thread = excluded.thread, sealed = excluded.sealed"""


class SqlPictures:
    """Bytes in rows. No row knows whose they are, or what they were called."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._sealer = sealer

    async def put(self, draft: DraftId, picture: bytes) -> PictureId:
        """Keep one with its draft."""
        name = PictureId(secrets.token_hex(16))
        sealed = self._sealer.seal(picture, place(TABLE, name), f"draft:{draft}")
        await self._rows.run(PUT, (name, draft, sealed))
        return name

    async def of(self, names: Sequence[PictureId]) -> Mapping[PictureId, bytes]:
        """Those that are there, in this order."""
        found: dict[PictureId, bytes] = {}
        for name in names:
            row = await self._rows.one("SELECT * FROM vent_pictures WHERE id = ?", (name,))
            picture = None if row is None else self._open(row)
            if picture is not None:
                found[name] = picture
        return found

    async def hang(self, thread: ThreadId, pictures: Mapping[PictureId, bytes]) -> None:
        """Keep them with a thread from now on; nothing sealed for the draft is left."""
        for name, picture in pictures.items():
            sealed = self._sealer.seal(picture, place(TABLE, name), f"thread:{thread}")
            await self._rows.run(HANG, (name, thread, sealed))

    async def drop(self, names: Sequence[PictureId]) -> None:
        """Forget some of a thread that goes on."""
        for name in names:
            await self._rows.run("DELETE FROM vent_pictures WHERE id = ?", (name,))

    async def filled(self, what: Reply) -> Reply:
        """A reply with the bytes of what hangs on it."""
        if not what.hangs:
            return what
        return replace(what, pictures=tuple((await self.of(what.hangs)).values()))

    def _open(self, row: Row) -> bytes | None:
        key = f"draft:{row['draft']}" if row["draft"] else f"thread:{row['thread']}"
        try:
            return self._sealer.open(row["sealed"], place(TABLE, row["id"]), key)
        except Unreadable:
            return None
