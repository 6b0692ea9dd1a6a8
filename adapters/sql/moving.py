"""A clock that leapt: what waits in rows waits as long as it would have (docs/decisions/0057)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from adapters.sql.house import House
from adapters.sql.moments import to_ms
from adapters.sql.seal import Codec, Sealer, Unreadable, readable
from bot.model.incident import Incident
from bot.ports.delivery import Owed

DAY = timedelta(days=1)
DELIVERIES = "FROM deliveries WHERE state = 'owed' AND due < :before"
INCIDENTS = """FROM incidents WHERE state <> 'closed' AND due < :before
  OR :back AND closed > :now"""
WAITS = (
    "UPDATE deliveries SET due = due + :by WHERE state = 'owed' AND due < :before",
    "UPDATE incidents SET due = due + :by WHERE state <> 'closed' AND due < :before",
    "UPDATE reminders SET due = due + :days WHERE due < :before",
)
"""Also of rows that do not open: the auditor raises those by this column. A reminder moves by whole
days, because its hour is one of the clock on the wall."""
ENDS = (
    "UPDATE closed SET until = until + :by",
    "UPDATE drafts SET until = until + :by",
    "UPDATE deliveries SET day = :day WHERE day > :day",
    """UPDATE facts SET value = :iso
       WHERE value > :iso AND value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*'""",
)
"""What would only last too long once the clock was set back; it may end early otherwise."""
MOVED = frozenset({
    "deliveries.due", "incidents.due", "incidents.opened", "incidents.closed", "reminders.due",
    "closed.until", "drafts.until",
})  # fmt: skip
"""Every column that holds a moment, but for `rota.since`, which nothing waits for."""


@dataclass(frozen=True, slots=True)
class Leap:
    """By how much the clock leapt, to which moment, and how long ago that was at most."""

    by: timedelta
    now: datetime
    passed: timedelta

    @property
    def back(self) -> bool:
        """Whether it was set back."""
        return self.by < timedelta(0)

    @property
    def before(self) -> datetime:
        """What is due from then on is not moved.

        After a leap forward that may have been written since: moved, it would come far too late.
        """
        return datetime.max.replace(tzinfo=self.now.tzinfo) if self.back else self.now - self.passed


async def move(house: House, leap: Leap) -> None:
    """Move everything that waits; within a unit of work."""
    rows, sealer = house.store.rows, Sealer(house.ring)
    values = {
        "by": _ms(leap.by), "days": _ms(int(leap.by / DAY) * DAY), "back": leap.back,
        "before": to_ms(leap.before), "now": to_ms(leap.now),
        "iso": leap.now.isoformat(), "day": leap.now.date().isoformat(),
    }  # fmt: skip
    deliveries = await rows.all(f"SELECT key, sealed {DELIVERIES}", values)
    incidents = await rows.all(f"SELECT id, sealed {INCIDENTS}", values)
    for sql in (*WAITS, *(ENDS if leap.back else ())):
        await rows.run(sql, values)
    for incident in readable(Codec(Incident, "incidents", sealer), incidents, "id"):
        await house.incidents.save(_incident(incident, leap.by))
    owed = Codec(Owed, "deliveries", sealer)
    for row in deliveries:
        try:
            moved = _owed(owed.open(row["sealed"], row["key"]), leap.by)
        except (Unreadable, ValidationError):
            continue
        sealed = owed.seal(moved, row["key"])
        await rows.run("UPDATE deliveries SET sealed = ? WHERE key = ?", (sealed, row["key"]))


def _incident(one: Incident, by: timedelta) -> Incident:
    return replace(
        one, opened_at=one.opened_at + by, active_at=one.active_at + by,
        due_at=_moved(one.due_at, by), asked_at=_moved(one.asked_at, by),
        answered_at=_moved(one.answered_at, by), closed_at=_moved(one.closed_at, by),
    )  # fmt: skip


def _owed(one: Owed, by: timedelta) -> Owed:
    delivery = replace(
        one.delivery, due=one.delivery.due + by, again_until=_moved(one.delivery.again_until, by)
    )
    return replace(one, delivery=delivery, first_attempt=_moved(one.first_attempt, by))


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    return None if moment is None else moment + by


def _ms(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))
