"""Check-ins under their member's own key, and reminders that can be sent without the member."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from sqlite3 import Row

from adapters.sql.moments import maybe, to_ms
from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable, epoch_of
from adapters.sql.writer import current
from bot.checkins.entry import Entry, EntryId
from bot.checkins.reminder import Reminder
from bot.model.people import Member

MARGIN = timedelta(days=2)
"""A day may be filled in the day after, and local dates differ from UTC by one more."""


class SqlCheckIns:
    """What members said of their days."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._entries = Codec(Entry, "checkins", sealer)

    async def name(self, who: Member) -> tuple[EntryId, int]:
        """An id from the unit's seed, and the member's next number."""
        steps = current().steps
        steps.add(f"checkin {len(steps)}")
        parts = (current().seed, str(len(steps)), who.platform, who.id)
        sql = "SELECT coalesce(max(number), 0) + 1 FROM checkins WHERE member = ?"
        number: int = await self._rows.value(sql, (self._tag(who),))
        return EntryId(self._ring.tag("checkin", *parts).hex()), number

    async def add(self, who: Member, entry: Entry) -> None:
        """Keep a new entry; the member's key is durable before it is used."""
        key = self._key(who)
        await self._ring.make(key)
        sql = "INSERT INTO checkins (id, member, number, sealed) VALUES (?, ?, ?, ?)"
        sealed = self._entries.seal(entry, entry.id, key)
        await self._rows.run(sql, (entry.id, self._tag(who), entry.number, sealed))

    async def for_member(self, who: Member, since: date | None = None) -> Sequence[Entry]:
        """The member's entries; only those that may be recent enough are opened."""
        sql = "SELECT id, sealed FROM checkins WHERE member = ? ORDER BY number DESC"
        rows = await self._rows.all(sql, (self._tag(who),))
        return list(_since(self._open(who, rows), since))

    async def get(self, who: Member, about: str | int) -> Entry | None:
        """By its id or its number."""
        column = "number" if isinstance(about, int) else "id"
        sql = f"SELECT id, sealed FROM checkins WHERE member = ? AND {column} = ?"  # noqa: S608 - one of two names of ours
        rows = await self._rows.all(sql, (self._tag(who), about))
        return next(self._open(who, rows), None)

    async def replace(self, who: Member, entry: Entry) -> bool:
        """Keep this instead of the entry of the same id."""
        if await self.get(who, entry.id) is None:
            return False
        sealed = self._entries.seal(entry, entry.id, self._key(who))
        sql = "UPDATE checkins SET sealed = ? WHERE id = ? AND member = ?"
        return await self._rows.run(sql, (sealed, entry.id, self._tag(who))) == 1

    async def remove(self, who: Member, about: str) -> bool:
        """Take an entry out."""
        sql = "DELETE FROM checkins WHERE id = ? AND member = ?"
        return await self._rows.run(sql, (about, self._tag(who))) == 1

    async def forget(self, who: Member) -> None:
        """Drop every entry of this member."""
        await self._rows.run("DELETE FROM checkins WHERE member = ?", (self._tag(who),))

    def _open(self, who: Member, rows: Sequence[Row]) -> Iterator[Entry]:
        """What opens; what no key opens any more was erased."""
        for row in rows:
            try:
                yield self._entries.open(row["sealed"], row["id"], self._key(who))
            except Unreadable:
                continue

    def _key(self, who: Member) -> str:
        return self._ring.of_member(who.platform, who.id)

    def _tag(self, who: Member) -> bytes:
        return self._ring.tag("member", who.platform, who.id)


class SqlReminders:
    """Who wants to be reminded, under the member's own key, to which the row's tag leads."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self._ring = sealer.ring
        self._kept = Codec(Reminder, "reminders", sealer)

    def tag(self, who: Member) -> str:
        """The row's key, in hex."""
        return self._row(who).hex()

    async def get(self, who: Member) -> Reminder | None:
        """The member's reminder."""
        sql = "SELECT member, due, sealed FROM reminders WHERE member = ?"
        return next(self._open(await self._rows.all(sql, (self._row(who),))), None)

    async def put(self, reminder: Reminder) -> None:
        """Keep or replace it; the row needs no name of the member."""
        row = self._row(reminder.member)
        key = self._ring.of_tag(row)
        await self._ring.make(key)
        nameless = Member(reminder.member.platform, reminder.member.id)
        sealed = self._kept.seal(replace(reminder, member=nameless, due=None), row, key)
        due = None if reminder.due is None else to_ms(reminder.due)
        sql = """INSERT INTO reminders (member, due, sealed) VALUES (?, ?, ?)
                 ON CONFLICT (member) DO UPDATE SET due = excluded.due, sealed = excluded.sealed"""
        await self._rows.run(sql, (row, due, sealed))

    async def drop(self, who: Member) -> None:
        """Forget it."""
        await self._rows.run("DELETE FROM reminders WHERE member = ?", (self._row(who),))

    async def due(self, now: datetime, most: int) -> Sequence[Reminder]:
        """At most so many that are due by now."""
        sql = """SELECT member, due, sealed FROM reminders WHERE due <= ?
                 ORDER BY due, member LIMIT ?"""
        return list(self._open(await self._rows.all(sql, (to_ms(now), most))))

    async def next_due(self) -> datetime | None:
        """When the next one falls due."""
        return maybe(await self._rows.value("SELECT min(due) FROM reminders WHERE due IS NOT NULL"))

    def _open(self, rows: Sequence[Row]) -> Iterator[Reminder]:
        for row in rows:
            try:
                kept = self._kept.open(row["sealed"], row["member"], self._key(row))
            except Unreadable:
                continue
            yield replace(kept, due=maybe(row["due"]))

    def _key(self, row: Row) -> str | None:
        """The member's own key; rows of earlier versions are under an epoch until taken in."""
        return None if epoch_of(row["sealed"]) else self._ring.of_tag(row["member"])

    def _row(self, who: Member) -> bytes:
        return self._ring.tag("member", who.platform, who.id)


def _since(entries: Iterator[Entry], since: date | None) -> Iterator[Entry]:
    for entry in entries:
        if since is not None and entry.at.date() < since - MARGIN:
            return
        if since is None or entry.for_day >= since:
            yield entry
