"""Deliveries that are owed, where slots were posted, and which targets are closed."""

import base64
import json
import logging
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from sqlite3 import Row

from pydantic import ValidationError

from adapters.sql.moments import day_of, maybe, to_ms
from adapters.sql.rows import Rows
from adapters.sql.seal import Codec, Sealer, Unreadable, readable
from adapters.sql.tables.targets import parts_of
from adapters.sql.writer import current
from bot.model.people import MessageRef, Target
from bot.ports.delivery import Delivery, DeliveryKey, Owed, Priority, Rung
from bot.ports.time import Clock
from bot.ui.reply import Reply

LOG = logging.getLogger(__name__)
OWE = """INSERT INTO deliveries
  (key, seq, state, priority, due, attempts, slot, edits, sealed, day)
VALUES (:key, (SELECT coalesce(max(seq), 0) + 1 FROM deliveries), 'owed', :priority, :due,
        :attempts, :slot, :edits, :sealed, :day) ON CONFLICT (key) DO UPDATE
  SET state = 'owed', due = excluded.due, attempts = excluded.attempts, sealed = excluded.sealed
  WHERE state = 'cancelled' OR edits = 1"""
"""Twice is once. What one event owes, withdraws and owes again is owed; of two edits the newer.
Also where the older was shown already: whoever owes an edit has taken back those before it."""
FIRST = """FROM deliveries AS mine WHERE state = 'owed'
  AND NOT EXISTS (SELECT 1 FROM deliveries AS first WHERE first.slot = mine.slot
                  AND first.state = 'owed' AND first.seq < mine.seq
                  AND first.key || hex(substr(first.sealed, 1, 17))
                      NOT IN (SELECT value FROM json_each(:shut)))
  AND key || hex(substr(sealed, 1, 17)) NOT IN (SELECT value FROM json_each(:shut))"""
"""What waits for nothing else in its slot, and opens. A row is named as it is sealed now (version,
epoch, nonce): read while its key is renewed, it may not open, and does the next time."""
DUE = f"""SELECT key, sealed, key || hex(substr(sealed, 1, 17)) AS mark {FIRST}
  AND due <= :now ORDER BY priority, seq LIMIT :most OFFSET :skip"""
FORGET_POSTINGS = """DELETE FROM postings WHERE slot LIKE 'card:%' AND substr(slot, 6, 32) NOT IN
     (SELECT id FROM incidents WHERE state <> 'closed' OR closed > ?)
  OR slot LIKE 'vent%' AND NOT EXISTS
     (SELECT 1 FROM vent_posts WHERE instr(slot, ':' || id || ':') > 0)
     AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.slot = postings.slot
                     AND d.state = 'owed')"""
SUPERSEDE = """UPDATE deliveries SET state = 'cancelled', sealed = NULL
  WHERE slot = ? AND state = 'owed' AND edits = 1 AND key <> ?"""
NEXT_DUE = f"SELECT min(due) {FIRST}"
UNPAID = "SELECT key, sealed FROM deliveries WHERE key = ? AND state = 'owed'"
STILL_OWED = """SELECT key FROM deliveries
  WHERE state = 'owed' AND key IN (SELECT value FROM json_each(?))"""
UNPAID_POSTS = """SELECT key, sealed FROM deliveries
  WHERE slot = ? AND state = 'owed' AND edits = 0"""
UNSHOWN = """SELECT slot FROM deliveries
  WHERE state = 'owed' AND edits = 0 AND slot LIKE 'vent:%'"""
EDITED_IN_PLACE = ("card:", "digest:", "vent:", "vent-card:")
"""The slots whose messages are edited later; their names hold no person."""
SETTLE = "UPDATE deliveries SET state = ?, sealed = NULL, due = 0 WHERE key = ?"
"""What is settled keeps its key, against doubles, and no time: that would tell who was written to
when something was posted."""
LOSE = "UPDATE deliveries SET state = 'lost', sealed = NULL, due = ? WHERE key = ?"
"""An alert that climbs with no incident and reached nobody: the auditor reads the day of it."""
OLDEST_ALERT = """SELECT min(due) FROM deliveries
  WHERE state = 'owed' AND priority <= ? OR state = 'lost' AND due > 0"""
LONE_ALERTS = """SELECT key, sealed FROM deliveries
  WHERE state = 'owed' AND priority = ? AND slot IS NULL ORDER BY seq LIMIT 64"""
"""The oldest alerts that climb with no incident, as far as an audit looks."""


class SqlOutbox:
    """Owing (for features) and paying (for the worker) over one table."""

    def __init__(self, rows: Rows, sealer: Sealer, clock: Clock) -> None:
        """Seal through `sealer`; born attempts are stamped with `clock`."""
        self._rows = rows
        self._ring = sealer.ring
        self._clock = clock
        self.process = secrets.token_hex(8)
        self._shut: set[str] = set()
        self._owed = Codec(Owed, "deliveries", sealer)
        self._refs = Codec(MessageRef, "postings", sealer)

    async def owe(  # noqa: PLR0913 - see the port
        self,
        step: str,
        rungs: Sequence[Rung],
        *,
        due: datetime,
        priority: Priority = Priority.REPLY,
        slot: str | None = None,
        edits: bool = False,
        incident: str | None = None,
        again_until: datetime | None = None,
    ) -> DeliveryKey:
        """Owe a message; what is due now is born attempted, which saves a commit before it.

        Without a rung there is nobody to owe it to, and nothing is kept: one row that leads nowhere
        would stop the worker for all others.
        """
        key = self._key(current().seed, step)
        if not rungs:
            LOG.error("a delivery leads nowhere: priority %s", priority.name)
            return key
        if slot:  # the newest edit counts; and a post takes the slot, so that no edit holds it up
            await self._rows.run(SUPERSEDE, (self._row_slot(slot), key))
        delivery = Delivery(key, tuple(rungs), due, priority, slot, edits, incident, again_until)
        born = due <= self._clock.now()
        first = current().replayed or (due if born else None)
        owed = Owed(
            delivery, attempts=int(born), first_attempt=first,
            unsure=current().replayed is not None, process=self.process,
        )  # fmt: skip
        values = {
            "key": key, "priority": priority, "due": to_ms(due), "attempts": int(born),
            "slot": self._row_slot(slot), "edits": edits, "sealed": self._owed.seal(owed, key),
            "day": due.date().isoformat(),
        }  # fmt: skip
        await self._rows.run(OWE, values)
        return key

    async def cancel(self, slot: str) -> None:
        """Owe no more of what is unpaid under this slot."""
        sql = "UPDATE deliveries SET state = 'cancelled', sealed = NULL"
        await self._rows.run(f"{sql} WHERE slot = ? AND state = 'owed'", (self._row_slot(slot),))

    async def reword(self, slot: str, what: Reply) -> None:
        """What is unpaid under this slot, and no edit, says this instead; its key stays."""
        for row in await self._rows.all(UNPAID_POSTS, (self._row_slot(slot),)):
            if (owed := self._read(row)) is not None:
                rungs = tuple(replace(one, what=what) for one in owed.delivery.rungs)
                reworded = replace(owed, delivery=replace(owed.delivery, rungs=rungs))
                sealed = self._owed.seal(reworded, row["key"])
                sql = "UPDATE deliveries SET sealed = ? WHERE key = ?"
                await self._rows.run(sql, (sealed, row["key"]))

    async def due(self, now: datetime, most: int, skip: int = 0) -> Sequence[Owed]:
        """What is to be paid now; what no key opens stays owed, and the auditor raises it."""
        values = {"now": to_ms(now), "most": most, "skip": skip, "shut": self._shut_as_json()}
        rows = await self._rows.all(DUE, values)
        found = [self._read(row) for row in rows]
        if shut := {row["mark"] for row, owed in zip(rows, found, strict=True) if owed is None}:
            LOG.critical("deliveries that no key opens: %d more", len(shut))
            self._shut |= shut  # they hide no others from here on
            return await self.due(now, most, skip)
        return [owed for owed in found if owed is not None]

    async def next_due(self) -> datetime | None:
        """When the earliest unpaid delivery is due; what waits in a slot behind another is not."""
        return maybe(await self._rows.value(NEXT_DUE, {"shut": self._shut_as_json()}))

    async def attempted(self, owed: Owed, now: datetime) -> Owed:
        """An attempt begins."""
        begun = replace(
            owed, attempts=owed.attempts + 1, first_attempt=owed.first_attempt or now,
            process=self.process,
        )  # fmt: skip
        return await self._keep(begun, owed.delivery.due)

    async def paid(self, owed: Owed, ref: MessageRef | None, now: datetime) -> None:
        """It arrived: keep where its slot stands (the newest post counts), forget the content."""
        del now
        delivery = owed.delivery
        await self._rows.run(SETTLE, ("paid", delivery.key))
        if delivery.slot and ref and _edited_later(delivery):
            await self._rows.run("DELETE FROM postings WHERE slot = ?", (delivery.slot,))
            sql = """INSERT INTO postings (id, slot, ref, sealed) VALUES (?, ?, ?, ?)
                     ON CONFLICT DO NOTHING"""
            sealed = self._refs.seal(ref, delivery.key)
            await self._rows.run(sql, (delivery.key, delivery.slot, self._ref(ref), sealed))

    async def posting(self, slot: str) -> MessageRef | None:
        """Where the message of this slot stands, once it was posted; None too if unreadable."""
        rows = await self._rows.all("SELECT id, sealed FROM postings WHERE slot = ?", (slot,))
        return next(iter(readable(self._refs, rows, "id")), None)

    async def stands(self, slot: str) -> bool:
        """Whether a message of this slot was posted, also where its place cannot be read."""
        return await self._rows.one("SELECT 1 FROM postings WHERE slot = ?", (slot,)) is not None

    async def slot_at(self, ref: MessageRef) -> str | None:
        """The slot whose message this is."""
        sql = "SELECT slot FROM postings WHERE ref = ?"
        found = await self._rows.value(sql, (self._ref(ref),))
        return None if found is None else str(found)

    async def owes(self, key: DeliveryKey) -> bool:
        """Whether this delivery is still unpaid."""
        sql = "SELECT 1 FROM deliveries WHERE key = ? AND state = 'owed'"
        return await self._rows.one(sql, (key,)) is not None

    async def still_owed(self, keys: Collection[DeliveryKey]) -> set[DeliveryKey]:
        """Those of these deliveries that are unpaid, whenever they are due."""
        rows = await self._rows.all(STILL_OWED, (json.dumps(list(keys)),))
        return {DeliveryKey(row["key"]) for row in rows}

    async def unshown(self) -> Sequence[str]:
        """The slots of anonymous posts that are owed to a room."""
        return [row["slot"] for row in await self._rows.all(UNSHOWN)]

    async def postpone(self, owed: Owed, due: datetime) -> None:
        """Try again then."""
        await self._keep(owed, due)

    async def give_up(self, owed: Owed, now: datetime) -> None:
        """No rung is left."""
        day = to_ms(day_of(now)) if owed.delivery.lone else 0
        await self._rows.run(LOSE, (day, owed.delivery.key))

    async def withdraw(self, owed: Owed) -> None:
        """It has become owed to nobody."""
        await self._rows.run(SETTLE, ("cancelled", owed.delivery.key))

    async def close(self, to: Target, until: datetime) -> None:
        """Remember that this target is closed."""
        sql = """INSERT INTO closed (target, until) VALUES (?, ?)
                 ON CONFLICT (target) DO UPDATE SET until = excluded.until"""
        await self._rows.run(sql, (self._target(to), to_ms(until)))

    async def closed(self, to: Target, now: datetime) -> bool:
        """Whether this target is known to be closed now."""
        sql = "SELECT 1 FROM closed WHERE target = ? AND until > ?"
        return await self._rows.one(sql, (self._target(to), to_ms(now))) is not None

    async def reopen(self, to: Target) -> None:
        """The target was seen to be open again."""
        await self._rows.run("DELETE FROM closed WHERE target = ?", (self._target(to),))

    async def forget_paid(self, before: datetime) -> int:
        """Drop the keys of what was settled on earlier days."""
        await self._rows.run(FORGET_POSTINGS, (to_ms(before),))
        sql = "DELETE FROM deliveries WHERE state <> 'owed' AND day < ?"
        return await self._rows.run(sql, (before.date().isoformat(),))

    async def forget_closed(self, now: datetime) -> int:
        """Drop what is no longer known to be closed."""
        return await self._rows.run("DELETE FROM closed WHERE until <= ?", (to_ms(now),))

    async def oldest_alert(self) -> datetime | None:
        """Since when the oldest is due; of a lone alert since it was owed, however often tried."""
        found = maybe(await self._rows.value(OLDEST_ALERT, (Priority.ANSWER,)))
        rows = await self._rows.all(LONE_ALERTS, (Priority.ALERT,))
        lone = [
            owed.delivery.due for row in rows if (owed := self._read(row)) and owed.delivery.lone
        ]
        return min((one for one in (found, *lone) if one is not None), default=None)

    def _shut_as_json(self) -> str:
        return json.dumps(sorted(self._shut))

    async def _keep(self, owed: Owed, due: datetime) -> Owed:
        """Keep how far it came; what it says may have been reworded while it was under way."""
        key = owed.delivery.key
        row = await self._rows.one(UNPAID, (key,))
        known = None if row is None else self._read(row)
        owed = owed if known is None else replace(owed, delivery=known.delivery)
        sql = """UPDATE deliveries SET due = ?, attempts = ?, sealed = ?
                 WHERE key = ? AND state = 'owed'"""
        values = (to_ms(due), owed.attempts, self._owed.seal(owed, key), key)
        await self._rows.run(sql, values)
        return owed

    def _read(self, row: Row) -> Owed | None:
        try:
            return self._owed.open(row["sealed"], row["key"])
        except (Unreadable, ValidationError):
            return None

    def _key(self, seed: str, step: str) -> DeliveryKey:
        tag = self._ring.tag("delivery", seed, step)
        return DeliveryKey(base64.urlsafe_b64encode(tag).decode().rstrip("="))

    def _row_slot(self, slot: str | None) -> str | None:
        """A slot as its column holds it: what is not a card may name a member, and is hashed."""
        if slot is None or slot.startswith(EDITED_IN_PLACE):
            return slot
        return self._ring.tag("slot", slot).hex()

    def _ref(self, ref: MessageRef) -> bytes:
        return self._ring.tag("message", ref.room.platform, ref.room.id, ref.id)

    def _target(self, to: Target) -> bytes:
        return self._ring.tag("target", type(to).__name__, *parts_of(to))


def _edited_later(delivery: Delivery) -> bool:
    slot = delivery.slot or ""
    return not delivery.edits and slot.startswith(EDITED_IN_PLACE)
