"""The custodians' requests, and their trail; its head lies with the keys, not with the data."""

import logging
from collections.abc import Sequence
from datetime import date

from pydantic import ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable, readable
from bot.relay.audit import BEGINNING, Entry, Marked, first_fault, mark
from bot.relay.unseal import Request

LOG = logging.getLogger(__name__)
HEAD = "audit:head"
MARK_BYTES = 16
PUT = """INSERT INTO unseals (id, day, sealed) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed"""


class SqlUnseals:
    """Requests to break a seal, until nothing can come of them."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._requests = Codec(Request, "unseals", sealer)

    async def put(self, request: Request) -> None:
        """Keep or replace a request."""
        sealed = self._requests.seal(request, request.id)
        await self._rows.run(PUT, (request.id, request.asked_at.date().isoformat(), sealed))

    async def all(self) -> Sequence[Request]:
        """Every request that is kept."""
        rows = await self._rows.all("SELECT id, sealed FROM unseals")
        return readable(self._requests, rows, "id")

    async def drop(self, id_: str) -> None:
        """Forget a request; the trail keeps that it was."""
        await self._rows.run("DELETE FROM unseals WHERE id = ?", (id_,))


class SqlAudit:
    """The trail. Only `add` writes, nothing changes or drops an entry."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, marked and sealed with the keys of `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._entries = Codec(Entry, "audit", sealer)

    async def add(
        self, on: date, what: str, who: str, *, thread: str = "", reason: str = ""
    ) -> tuple[Entry, bytes]:
        """One more entry and its mark. The head names it and the one before until `confirm`.

        Where the trail does not reach its head any more (entries were taken away), the head stays:
        otherwise the next entry would hide that.
        """
        sql = "SELECT number, mac FROM audit ORDER BY number DESC LIMIT 1"
        last = await self._rows.one(sql)
        number, before = (last["number"] + 1, last["mac"]) if last else (1, BEGINNING)
        entry = Entry(number, on, what, who, thread, reason)
        mac = mark(before, entry, self._mac)
        if before in self._heads():
            await self._ring.keep(HEAD, before + mac)
        sql = "INSERT INTO audit (number, sealed, mac) VALUES (?, ?, ?)"
        await self._rows.run(sql, (number, self._entries.seal(entry, str(number)), mac))
        return entry, mac

    def unconfirmed(self) -> bool:
        """Whether the head still names two ends, because the last entry was just written."""
        head = self._ring.get(HEAD)
        return head is not None and head[:MARK_BYTES] != head[MARK_BYTES:]

    async def confirm(self) -> None:
        """The last entry is on disk: from now on the trail must reach it."""
        sql = "SELECT mac FROM audit ORDER BY number DESC LIMIT 1"
        last = await self._rows.value(sql)
        head = self._ring.get(HEAD)
        if head is not None and last in {head[:MARK_BYTES], head[MARK_BYTES:]}:
            await self._ring.keep(HEAD, last + last)

    async def all(self) -> Sequence[Marked]:
        """Every entry, oldest first."""
        rows = await self._rows.all("SELECT number, sealed, mac FROM audit ORDER BY number")
        return [Marked(row["number"], self._open(row["sealed"], row["number"]), row["mac"])
                for row in rows]  # fmt: skip

    async def fault(self) -> int | None:
        """The number of the first entry that is missing or was changed."""
        return first_fault(await self.all(), self._heads(), self._mac)

    def _heads(self) -> tuple[bytes, bytes]:
        """The ends that the trail may have; without a head it has not begun."""
        head = self._ring.get(HEAD) or BEGINNING + BEGINNING
        return head[:MARK_BYTES], head[MARK_BYTES:]

    def _open(self, sealed: bytes, number: int) -> Entry | None:
        try:
            return self._entries.open(sealed, str(number))
        except (Unreadable, ValidationError):
            return None

    def _mac(self, text: str) -> bytes:
        return self._ring.tag("audit", text)
