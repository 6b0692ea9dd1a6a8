"""The refuge: a house in memory that takes incidents in while the real one is shut.

It is filled when the database first fails and emptied when everything is written again, so that
open incidents go on climbing and nothing of one failure is left for the next. What was closed and
can still be reopened comes along: taken for new there, it would be called for twice.
"""

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from adapters.sql.house import House
from adapters.sql.seal import Unreadable
from bot.escalation.course import REOPENS_FOR
from bot.model.incident import Incident
from bot.ports.store import StoreUnavailable
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
TABLES = """SELECT name FROM sqlite_master
  WHERE type = 'table' AND name <> 'migrations' AND name NOT LIKE 'sqlite_%'"""
"""All of them, later ones too: what stays of one failure is wrong in the next."""
PROBE = "probe"
PROBE_BYTES = 262_144
"""More than an event and all that it owes; the pages are free again in the same transaction."""


@dataclass(frozen=True, slots=True)
class Refuge:
    """Moves in and out of the standby."""

    house: House
    standby: House
    clock: Clock

    async def fill(self) -> None:
        """Copy incidents that go on and who is on duty; what cannot be read or kept stays behind.

        The open ones first: those climb.
        """
        await self._safely(self.empty)
        await self._safely(self._copy_rota)
        await self._safely(self._copy_open)
        await self._safely(self._copy_closed)

    async def _copy_rota(self) -> None:
        for member in await self.house.rota.on_duty():
            join = partial(self.standby.rota.join, member, self.clock.now())
            await self.standby.store.unit("rota", join)

    async def _copy_open(self) -> None:
        for incident in await self.house.incidents.open_ones():
            await self._safely(partial(self._copy, incident))

    async def _copy_closed(self) -> None:
        """What takes up a new message of its subject, and what buttons of yesterday are about.

        From twice as long ago: what was written while the bot was away counts as of then.
        """
        since = self.clock.now() - 2 * REOPENS_FOR
        for incident in await self.house.incidents.closed_since(since):
            await self._safely(partial(self._copy, incident))

    async def _copy(self, incident: Incident) -> None:
        """The incident first: it climbs also where its texts cannot be read."""
        save = partial(self.standby.incidents.save, incident)
        await self.standby.store.unit(incident.id, save)
        for number, text in enumerate(await self.house.incidents.texts(incident)):
            add = partial(self.standby.incidents.add_text, incident, text)
            await self.standby.store.unit(f"{incident.id}:{number}", add)

    async def _safely(self, work: Callable[[], Awaitable[None]]) -> None:
        """One that cannot be moved never keeps the others from it."""
        try:
            await work()
        except (sqlite3.Error, StoreUnavailable, Unreadable) as broken:
            LOG.critical("not everything moved into memory: %s", type(broken).__name__)

    async def writable(self) -> bool:
        """Whether the real house takes writes again, and as much of it as any event needs.

        On a full disk a small row may still fit where an event does not: whoever then took the
        disk for well would take the event for broken.
        """
        try:
            await self.house.store.unit(PROBE, self._probe)
        except StoreUnavailable:
            return False
        return True

    async def _probe(self) -> None:
        """Numbers that were given in memory are noted before anything of then is done again."""
        await self.house.incidents.numbers.keep()
        await self.house.facts.put(PROBE, "." * PROBE_BYTES)
        await self.house.facts.put(PROBE, self.clock.now().isoformat())

    async def empty(self) -> None:
        """Everybody moves back."""

        async def clear() -> None:
            rows = self.standby.store.rows
            for table in [str(row["name"]) for row in await rows.all(TABLES)]:
                await rows.run(f"DELETE FROM {table}")  # noqa: S608 - our names

        await self.standby.store.unit("empty", clear)
