"""What is still owed to, or about, a member who wants to be erased."""

from dataclasses import replace
from sqlite3 import Row

from pydantic import ValidationError

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable
from bot.model.people import Direct, Member, PrivateThread, Target, Whisper
from bot.ports.delivery import Delivery, Owed, Priority, Rung

OWED = "SELECT key, sealed FROM deliveries WHERE state = 'owed'"
CANCEL = "UPDATE deliveries SET state = 'cancelled', sealed = NULL WHERE key = ?"
KEEP = "UPDATE deliveries SET sealed = ? WHERE key = ?"


class SqlOwed:
    """Goes through everything that is owed: few rows, as most are paid at once."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Read and write through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._owed = Codec(Owed, "deliveries", sealer)

    async def withdraw(self, who: Member) -> None:
        """Owe the member nothing but calls and crisis answers; hide their words on owed cards."""
        theirs = await self._incidents(who)
        for row in await self._rows.all(OWED):
            owed = self._read(row)
            if owed is None:
                continue
            if _for(owed.delivery, who):
                await self._rows.run(CANCEL, (row["key"],))
            elif (delivery := _without_words(owed.delivery, theirs)) != owed.delivery:
                sealed = self._owed.seal(replace(owed, delivery=delivery), row["key"])
                await self._rows.run(KEEP, (sealed, row["key"]))

    async def _incidents(self, who: Member) -> frozenset[str]:
        subject = self._ring.tag("subject", "member", who.platform, who.id)
        sql = "SELECT id FROM incidents WHERE subject = ?"
        return frozenset(row["id"] for row in await self._rows.all(sql, (subject,)))

    def _read(self, row: Row) -> Owed | None:
        try:
            return self._owed.open(row["sealed"], row["key"])
        except (Unreadable, ValidationError):
            return None


def _for(delivery: Delivery, who: Member) -> bool:
    """Whether it goes to the member, and is neither a call for help nor an answer to one."""
    if delivery.priority <= Priority.ANSWER:
        return False
    return any(_member_of(rung.to) == who for rung in delivery.rungs)


def _member_of(to: Target) -> Member | None:
    return to.member if isinstance(to, Direct | PrivateThread | Whisper) else None


def _without_words(delivery: Delivery, incidents: frozenset[str]) -> Delivery:
    """The same without the hidden words, where it is about one of these incidents."""
    slot = (delivery.slot or "").split(":")
    about = {delivery.incident, *slot[1:2]}
    if not about & incidents:
        return delivery
    return replace(delivery, rungs=tuple(_bare(rung) for rung in delivery.rungs))


def _bare(rung: Rung) -> Rung:
    return replace(rung, what=replace(rung.what, hidden=None, reveal=None))
