"""Erasing a member: the key goes first, a mark stands for it until the rows are gone.

The mark takes the key's place in the key store by one statement, so that a crash leaves either
the key with all its rows, or the mark, by which the next start finishes what was begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, readable
from adapters.sql.tables.house import SqlCursors
from adapters.sql.tables.outbox import SqlOutbox
from adapters.sql.tables.owed import SqlOwed
from adapters.sql.tables.people import SqlDrafts
from adapters.sql.writer import CURRENT, current
from bot.model.people import Direct, Member, Platform
from bot.ports.privacy import Mark
from bot.ports.store import KeysUnavailable

MARK = "erasing:"


@dataclass(frozen=True, slots=True)
class _Leaver:
    member: Member
    day: date


class SqlLeavers:
    """Who left; the day stands in the sealed part alone."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._kept = Codec(_Leaver, "leaving", sealer)

    async def put(self, who: Member, day: date) -> None:
        """Erase this member on that day."""
        tag = self._tag(who)
        sql = """INSERT INTO leaving (member, sealed) VALUES (?, ?)
                 ON CONFLICT (member) DO UPDATE SET sealed = excluded.sealed"""
        await self._rows.run(sql, (tag, self._kept.seal(_Leaver(_nameless(who), day), tag)))

    async def drop(self, who: Member) -> None:
        """They came back, or everything is gone."""
        await self._rows.run("DELETE FROM leaving WHERE member = ?", (self._tag(who),))

    async def all(self) -> Sequence[tuple[Member, date]]:
        """Everybody, the first due first."""
        rows = await self._rows.all("SELECT member, sealed FROM leaving")
        found = [(one.member, one.day) for one in readable(self._kept, rows, "member")]
        return sorted(found, key=lambda one: one[1])

    def _tag(self, who: Member) -> bytes:
        return self._ring.tag("leaving", who.platform, who.id)


class SqlErasures:
    """Erasures over the key store and the tables."""

    def __init__(self, rows: Rows, sealer: Sealer, outbox: SqlOutbox) -> None:
        """Erase through `rows`; keys and marks stand in the ring of `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._outbox = outbox
        self._owed = SqlOwed(rows, sealer)
        self._drafts = SqlDrafts(rows, sealer)
        self._cursors = SqlCursors(rows, sealer)
        self._leavers = SqlLeavers(rows, sealer)

    async def begin(self, who: Member) -> Mark | None:
        """Destroy the member's key and leave a mark; the same one when the event is done again."""
        name = self._ring.of_member(who.platform, who.id)
        mark = Mark(self._ring.tag("erasing", current().seed, who.platform, who.id).hex())
        try:
            await self._ring.replace(name, f"{MARK}{mark}", f"{who.platform}\n{who.id}".encode())
        except KeysUnavailable:
            return None
        return mark

    async def rows(self, who: Member, mark: Mark) -> None:
        """Drop what belongs to no feature, and note that the rows went with this unit."""
        await self._drafts.drop(who)
        tag = self._ring.tag("member", who.platform, who.id)
        await self._rows.run("DELETE FROM preferences WHERE member = ?", (tag,))
        await self._outbox.reopen(Direct(who))
        await self._cursors.forget_private(who)
        await self._owed.withdraw(who)
        await self._leavers.drop(who)
        sql = "INSERT INTO erased (mark) VALUES (?) ON CONFLICT DO NOTHING"
        await self._rows.run(sql, (mark,))

    def waiting(self) -> Sequence[tuple[Mark, Member]]:
        """Erasures whose mark still stands."""
        names = self._ring.names(MARK)
        return [
            (Mark(one.removeprefix(MARK)), _member(self._ring.get(one) or b"")) for one in names
        ]

    async def rows_are_gone(self, mark: Mark) -> bool:
        """Whether the unit of this erasure was committed; inside a unit that is never known."""
        if CURRENT.get() is not None:
            return False
        return await self._rows.one("SELECT 1 FROM erased WHERE mark = ?", (mark,)) is not None

    async def close(self, mark: Mark) -> None:
        """Take the mark away; the note of it goes when the mark is gone for ever."""
        await self._ring.destroy(f"{MARK}{mark}")

    async def forget_closed(self) -> int:
        """Drop the notes of erasures whose mark is gone."""
        standing = {mark for mark, _ in self.waiting()}
        rows = await self._rows.all("SELECT mark FROM erased")
        gone = [row["mark"] for row in rows if row["mark"] not in standing]
        for mark in gone:
            await self._rows.run("DELETE FROM erased WHERE mark = ?", (mark,))
        return len(gone)


def _nameless(who: Member) -> Member:
    return Member(who.platform, who.id)


def _member(secret: bytes) -> Member:
    platform, _, id_ = secret.decode().partition("\n")
    return Member(Platform(platform), id_)
