"""Incidents, their texts and their log."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from sqlite3 import Row

from pydantic import ValidationError

from adapters.sql.moments import day_of, maybe, to_ms
from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable, epoch_of, readable
from adapters.sql.tables.numbers import Numbers
from adapters.sql.writer import current
from bot.model.incident import Incident, IncidentId, Text
from bot.model.people import Member, Subject, Thread, Unchecked

LOG = logging.getLogger(__name__)
SAVE = """INSERT INTO incidents (id, number, subject, state, due, opened, closed, sealed)
VALUES (:id, :number, :subject, :state, :due, :opened, :closed, :sealed)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, due = excluded.due,
  opened = excluded.opened, closed = excluded.closed, sealed = excluded.sealed"""
ECLIPSE = """UPDATE incidents SET state = 'closed', due = NULL, closed = opened
WHERE subject = :subject AND state <> 'closed' AND id <> :id"""
DAY = timedelta(days=1)
OLD_TEXTS = """SELECT id, sealed FROM incidents WHERE state = 'closed' AND closed < ?
  AND EXISTS (SELECT 1 FROM incident_texts AS t WHERE t.incident = incidents.id)"""
ADD_TEXT = """INSERT INTO incident_texts (id, incident, seq, sealed) VALUES (:id, :incident,
  (SELECT coalesce(max(seq), 0) + 1 FROM incident_texts WHERE incident = :incident), :sealed)
  ON CONFLICT (id) DO NOTHING"""
ADD_ENTRY = """INSERT INTO incident_log (id, incident, seq, sealed) VALUES (:id, :incident,
  (SELECT coalesce(max(seq), 0) + 1 FROM incident_log WHERE incident = :incident), :sealed)
  ON CONFLICT (id) DO NOTHING"""


class SqlIncidents:
    """Incidents in rows; whatever names a person or was written by one is sealed."""

    def __init__(self, rows: Rows, sealer: Sealer) -> None:
        """Keep rows through `rows`, sealed by `sealer`."""
        self._rows = rows
        self.numbers = Numbers(rows)
        self._ring = sealer.ring
        self._incidents = Codec(Incident, "incidents", sealer)
        self._texts = Codec(Text, "incident_texts", sealer)
        self._entries = Codec(str, "incident_log", sealer)

    async def name(self, subject: Subject) -> tuple[IncidentId, int]:
        """A name and a number for a new incident: of this subject, also when it is done again."""
        tag = self._ring.tag("incident", current().seed, self._subject(subject).hex())
        id_ = IncidentId(tag.hex())
        return id_, await self.numbers.of(id_)

    async def open_for(self, subject: Subject) -> Incident | None:
        """The open incident of this subject."""
        sql = "SELECT id, sealed FROM incidents WHERE subject = ? AND state <> 'closed'"
        return self._read(await self._rows.one(sql, (self._subject(subject),)))

    async def last_for(self, subject: Subject) -> Incident | None:
        """The last incident of this subject."""
        sql = "SELECT id, sealed FROM incidents WHERE subject = ? ORDER BY number DESC LIMIT 1"
        return self._read(await self._rows.one(sql, (self._subject(subject),)))

    async def all_for(self, subject: Subject) -> Sequence[Incident]:
        """Every incident of this subject, oldest first."""
        sql = "SELECT id, sealed FROM incidents WHERE subject = ? ORDER BY number"
        return self._read_all(await self._rows.all(sql, (self._subject(subject),)))

    async def get(self, about: str) -> Incident | None:
        """By its name, or by its number."""
        number = int(about) if about.isascii() and about.isdigit() and len(about) < 10 else -1
        sql = "SELECT id, sealed FROM incidents WHERE id = ? OR number = ?"
        return self._read(await self._rows.one(sql, (about, number)))

    async def save(self, incident: Incident) -> None:
        """Keep it. Once it is closed its columns tell days, and a thread's tells no more inside.

        When a thread's author wrote would otherwise be there for as long as the log is kept.
        Where the open one of its subject cannot be read, this takes its place.
        """
        kept, ended = _coarse(incident), incident.closed_at
        values = {
            "id": incident.id, "number": incident.number,
            "subject": self._subject(incident.subject), "state": incident.state,
            "due": None if incident.due_at is None else to_ms(incident.due_at),
            "opened": to_ms(kept.opened_at if ended is None else day_of(kept.opened_at)),
            "closed": None if ended is None else to_ms(day_of(ended)),
            "sealed": self._incidents.seal(kept, incident.id),
        }  # fmt: skip
        if ended is None and await self._hidden(incident):
            LOG.error("a new incident takes the place of one that does not open")
            await self._rows.run(ECLIPSE, values)
        await self._rows.run(SAVE, values)

    async def add_text(self, incident: Incident, text: Text) -> None:
        """Keep a text, once for each event."""
        id_ = self._ring.tag("text", current().seed, incident.id).hex()
        sealed = self._texts.seal(text, id_, self._key(incident))
        await self._rows.run(ADD_TEXT, {"id": id_, "incident": incident.id, "sealed": sealed})

    async def texts(self, incident: Incident) -> Sequence[Text]:
        """Its texts, oldest first."""
        sql = "SELECT id, sealed FROM incident_texts WHERE incident = ? ORDER BY seq"
        rows = await self._rows.all(sql, (incident.id,))
        found = [self._text(row, incident) for row in rows]
        return [text for text in found if text is not None]

    async def forget_texts(self, incident: Incident, by: Member | None = None) -> None:
        """Drop its texts, or those of one account alone; the log stays."""
        if by is None:
            await self._rows.run("DELETE FROM incident_texts WHERE incident = ?", (incident.id,))
            return
        sql = "SELECT id, sealed FROM incident_texts WHERE incident = ?"
        for row in await self._rows.all(sql, (incident.id,)):
            text = self._text(row, incident)
            if text is None or incident.wrote(text, by):
                await self._rows.run("DELETE FROM incident_texts WHERE id = ?", (row["id"],))

    async def forget_old_texts(self, closed_before: datetime) -> int:
        """Drop the texts of incidents that can no longer be reopened; unreadable ones later."""
        found = self._read_all(await self._rows.all(OLD_TEXTS, (to_ms(closed_before),)))
        old = [one for one in found if _ended_before(one, closed_before)]
        for one in old:
            await self.forget_texts(one)
        sql = """DELETE FROM incident_texts WHERE incident IN
                 (SELECT id FROM incidents WHERE state = 'closed' AND closed < ?)"""
        unread = await self._rows.run(sql, (to_ms(closed_before - DAY),))
        return len(old) + unread

    async def closed_before(self, moment: datetime) -> Sequence[Incident]:
        """Incidents that ended before this moment, oldest first."""
        sql = """SELECT id, sealed FROM incidents WHERE state = 'closed' AND closed < ?
                 ORDER BY closed LIMIT 500"""
        found = self._read_all(await self._rows.all(sql, (to_ms(moment),)))
        return [one for one in found if _ended_before(one, moment)]

    async def closed_since(self, moment: datetime) -> Sequence[Incident]:
        """Incidents that ended then or later, oldest first."""
        sql = "SELECT id, sealed FROM incidents WHERE state = 'closed' AND closed >= ?"
        found = self._read_all(
            await self._rows.all(f"{sql} ORDER BY number", (to_ms(day_of(moment)),))
        )
        return [one for one in found if not _ended_before(one, moment)]

    async def forget_unreadable(self, closed_before: datetime) -> int:
        """Drop, with their logs, what ended before this moment and does not open; a day later.

        Its column tells only the day. Left there, it would stand in the way of those that open.
        """
        sql = "SELECT id, sealed FROM incidents WHERE state = 'closed' AND closed < ?"
        rows = await self._rows.all(sql, (to_ms(closed_before - DAY),))
        shut = [row["id"] for row in rows if self._read(row) is None]
        for id_ in shut:
            await self._rows.run("DELETE FROM incidents WHERE id = ?", (id_,))
        return len(shut)

    async def forget(self, incident: Incident) -> None:
        """Drop an incident with its log."""
        await self._rows.run("DELETE FROM incidents WHERE id = ?", (incident.id,))

    async def due(self, now: datetime) -> Sequence[Incident]:
        """Open incidents that are due: rota first, then by level, oldest first."""
        sql = "SELECT id, sealed FROM incidents WHERE state <> 'closed' AND due <= ?"
        found = self._read_all(await self._rows.all(sql, (to_ms(now),)))
        return sorted(found, key=_urgency)

    async def next_due(self) -> datetime | None:
        """When the next open incident falls due."""
        return maybe(
            await self._rows.value("SELECT min(due) FROM incidents WHERE state <> 'closed'")
        )

    async def opened_since(self, moment: datetime) -> Sequence[Incident]:
        """Incidents that were opened since then, oldest first."""
        sql = "SELECT id, sealed FROM incidents WHERE opened >= ? ORDER BY number"
        return self._read_all(await self._rows.all(sql, (to_ms(moment),)))

    async def open_ones(self) -> Sequence[Incident]:
        """Every open incident, oldest first."""
        sql = "SELECT id, sealed FROM incidents WHERE state <> 'closed' ORDER BY number"
        return self._read_all(await self._rows.all(sql))

    async def log(self, incident: Incident, entry: str) -> None:
        """One line of what was done."""
        steps = current().steps
        steps.add(f"log {len(steps)}")
        id_ = self._ring.tag("log", current().seed, incident.id, str(len(steps))).hex()
        sealed = self._entries.seal(entry, id_)
        await self._rows.run(ADD_ENTRY, {"id": id_, "incident": incident.id, "sealed": sealed})

    async def entries(self, incident: Incident) -> Sequence[str]:
        """The log, oldest first."""
        sql = "SELECT id, sealed FROM incident_log WHERE incident = ? ORDER BY seq"
        rows = await self._rows.all(sql, (incident.id,))
        return readable(self._entries, rows, "id")

    def opens(self, incident: Incident) -> bool:
        """Whether the key that its texts may be sealed under is still there."""
        return self._key(incident) is not None

    async def unwatched(self, before: datetime) -> int:
        """How many open incidents should have been called before this moment and were not."""
        sql = "SELECT count(*) FROM incidents WHERE state <> 'closed' AND due < ?"
        return int(await self._rows.value(sql, (to_ms(before),)))

    async def _hidden(self, incident: Incident) -> bool:
        """Whether another incident of its subject is open and cannot be read."""
        sql = "SELECT id, sealed FROM incidents WHERE subject = ? AND state <> 'closed' AND id <> ?"
        rows = await self._rows.all(sql, (self._subject(incident.subject), incident.id))
        return bool(rows) and not self._read_all(rows)

    def _read(self, row: Row | None) -> Incident | None:
        """None also where it does not open: whoever asks for one must not fail with it."""
        return next(iter(self._read_all([] if row is None else [row])), None)

    def _read_all(self, rows: list[Row]) -> list[Incident]:
        """What opens; what does not stays due, so that the auditor raises it."""
        return readable(self._incidents, rows, "id")

    def _key(self, incident: Incident) -> str | None:
        """The subject's own key, if there is one: no alert waits until one is made."""
        subject = incident.subject
        name = (
            self._ring.of_member(subject.platform, subject.id)
            if isinstance(subject, Member)
            else ""
        )
        return name if self._ring.get(name) else None

    def _text(self, row: Row, incident: Incident) -> Text | None:
        """A text, under an epoch or under the key of whose it is; None once erased or damaged."""
        own = epoch_of(row["sealed"]) == 0
        key = self._key(incident) if own else None
        if own and key is None:
            return None
        try:
            return self._texts.open(row["sealed"], row["id"], key)
        except (Unreadable, ValidationError):
            LOG.error("a sealed text does not open")
            return None

    def _subject(self, subject: Subject) -> bytes:
        match subject:
            case Member():
                return self._ring.tag("subject", "member", subject.platform, subject.id)
            case Thread():
                return self._ring.tag("subject", "thread", subject.id)
            case Unchecked():
                room = subject.room
                return self._ring.tag("subject", "room", room.platform, room.id, subject.cause)


def _ended_before(incident: Incident, moment: datetime) -> bool:
    """Exactly; the column tells only the day, and is never later than this."""
    return incident.closed_at is not None and incident.closed_at < moment


def _coarse(incident: Incident) -> Incident:
    """A closed incident of a thread by days; when it was closed is needed to reopen it."""
    if incident.closed_at is None or not isinstance(incident.subject, Thread):
        return incident
    answered, asked = incident.answered_at, incident.asked_at
    return replace(
        incident, opened_at=day_of(incident.opened_at), active_at=day_of(incident.active_at),
        answered_at=answered and day_of(answered), asked_at=asked and day_of(asked),
    )  # fmt: skip


def _urgency(incident: Incident) -> tuple[bool, int, int]:
    rota = isinstance(incident.subject, Unchecked)
    return (not rota, -incident.level, incident.number)
