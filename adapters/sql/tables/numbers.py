"""Numbers of incidents: none is ever given to two, whatever became of the first.

The last one is known in memory, since nobody else writes this database: it is read once, at the
start. A fact beside the rows keeps it when they are forgotten.
"""

import logging
from datetime import UTC, datetime, timedelta

from adapters.sql.rows import Rows
from bot.model.incident import IncidentId
from bot.ports.store import StoreUnavailable

LOG = logging.getLogger(__name__)
LAST = "last incident"
"""The fact that holds the last number that was given."""
READ = """SELECT max((SELECT coalesce(max(number), 0) FROM incidents),
  coalesce((SELECT CAST(value AS INTEGER) FROM facts WHERE name = ?), 0))"""
KEEP = """INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE
  SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))"""
FIRST_MINUTE = datetime(2020, 1, 1, tzinfo=UTC)
MOST_KNOWN = 10_000


class Numbers:
    """Counts on from the last one; what is done again gets the number that it had."""

    def __init__(self, rows: Rows) -> None:
        """Nothing was given yet; `learn` says what earlier runs gave."""
        self._rows = rows
        self._last = 0
        self._given: dict[IncidentId, int] = {}

    async def learn(self, now: datetime) -> None:
        """Read the last one; where it cannot be read, count on from what no earlier run gave."""
        try:
            found = await self._rows.value(READ, (LAST,))
        except StoreUnavailable:
            LOG.critical("the last number of an incident cannot be read")
            return self.begin_apart(now)
        self._last = max(self._last, int(found))
        return None

    def begin_apart(self, now: datetime) -> None:
        """Count by the minutes of the calendar: no earlier run had more incidents than those."""
        self._last = max(self._last, (now - FIRST_MINUTE) // timedelta(minutes=1))

    async def of(self, incident: IncidentId) -> int:
        """The number of this one. A unit that is undone leaves a gap, and never a second one."""
        number = self._given.get(incident)
        if number is None:
            number = self._given[incident] = self._last = self._last + 1
        if len(self._given) > MOST_KNOWN:
            del self._given[next(iter(self._given))]
        await self.keep()
        return number

    async def keep(self) -> None:
        """Inside a unit: note the last one, also those that were only ever given in memory."""
        await self._rows.run(KEEP, (LAST, str(self._last)))
