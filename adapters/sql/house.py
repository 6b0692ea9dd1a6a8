"""One database opened: its lock, connections, writer, and every table over them."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from adapters.sql.carried import Carried
from adapters.sql.connect import check, connect
from adapters.sql.erasing import SqlErasures, SqlLeavers
from adapters.sql.glance import glance
from adapters.sql.keyring import KeyRing
from adapters.sql.migrate import agree, migrate, shipped
from adapters.sql.seal import Sealer
from adapters.sql.store import SqlStore
from adapters.sql.tables.audit import SqlAudit, SqlUnseals
from adapters.sql.tables.bans import SqlBans
from adapters.sql.tables.checkins import SqlCheckIns, SqlReminders
from adapters.sql.tables.community import SqlCommunity
from adapters.sql.tables.doomed import SqlDoomed
from adapters.sql.tables.house import SqlCursors, SqlFacts
from adapters.sql.tables.incidents import SqlIncidents
from adapters.sql.tables.links import SqlLinks
from adapters.sql.tables.mistakes import SqlMistakes
from adapters.sql.tables.outbox import SqlOutbox
from adapters.sql.tables.pairs import SqlPairs
from adapters.sql.tables.people import SqlDrafts, SqlPreferences, SqlRota
from adapters.sql.tables.vent_drafts import SqlVentDrafts
from adapters.sql.tables.vent_pictures import SqlPictures
from adapters.sql.tables.vents import SqlVents
from adapters.sql.vault import Vault
from adapters.sql.writer import Writer
from bot.ports.time import Clock


class InUse(Exception):  # noqa: N818 - a state of the file, said as such
    """Another process owns this database."""


class Lock:
    """One process for each database: an exclusive lock on a small file beside it."""

    def __init__(self, path: Path) -> None:
        """Take the lock, or raise InUse. It is given back when the process ends, however."""
        self._held = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)
        try:
            self._held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as busy:
            self._held.close()
            message = "another process owns this database"
            raise InUse(message) from busy

    def release(self) -> None:
        """Give it back."""
        self._held.close()


@dataclass(slots=True)
class House:
    """Every port that is kept in rows, over one database."""

    store: SqlStore
    outbox: SqlOutbox
    incidents: SqlIncidents
    rota: SqlRota
    preferences: SqlPreferences
    drafts: SqlDrafts
    cursors: SqlCursors
    facts: SqlFacts
    community: SqlCommunity
    checkins: SqlCheckIns
    reminders: SqlReminders
    vents: SqlVents
    vent_drafts: SqlVentDrafts
    pictures: SqlPictures
    bans: SqlBans
    pairs: SqlPairs
    links: SqlLinks
    unseals: SqlUnseals
    audit: SqlAudit
    erasures: SqlErasures
    leavers: SqlLeavers
    doomed: SqlDoomed
    mistakes: SqlMistakes
    vault: Vault
    carried: Carried
    ring: KeyRing
    _writer: Writer
    _connections: tuple[aiosqlite.Connection, ...]

    @classmethod
    async def open(cls, path: Path | None, ring: KeyRing, clock: Clock) -> "House":
        """Open, check and migrate. None opens a database in memory.

        Raises Damaged, Newer, Changed, or sqlite3.Error, before anything was written.
        """
        if path is not None and (found := glance(path)) is not None:
            agree(found.applied, shipped())
        writing = await connect(path)
        connections = [writing]
        try:
            writing.row_factory = aiosqlite.Row
            await check(writing)
            await migrate(writing)
            if path is not None:
                connections.append(await connect(path))
                connections[-1].row_factory = aiosqlite.Row
        except BaseException:
            for connection in connections:
                await connection.close()
            raise
        house = cls._over(tuple(connections), ring, clock)
        await house.incidents.numbers.learn(clock.now())
        await house.links.begin()
        return house

    @classmethod
    def _over(
        cls, connections: tuple[aiosqlite.Connection, ...], ring: KeyRing, clock: Clock
    ) -> "House":
        writer = Writer(connections[0])
        store = SqlStore(writer, connections[-1], ring, clock.now())
        sealer, rows = Sealer(ring), store.rows
        outbox, links = SqlOutbox(rows, sealer, clock), SqlLinks(rows, sealer)
        return cls(
            store=store, outbox=outbox, erasures=SqlErasures(rows, sealer, outbox),
            leavers=SqlLeavers(rows, sealer),
            incidents=SqlIncidents(rows, sealer), rota=SqlRota(rows, sealer),
            preferences=SqlPreferences(rows, sealer), drafts=SqlDrafts(rows, sealer),
            cursors=SqlCursors(rows, sealer), facts=SqlFacts(rows),
            community=SqlCommunity(rows, sealer),
            checkins=SqlCheckIns(rows, sealer), reminders=SqlReminders(rows, sealer),
            vents=SqlVents(rows, sealer), vent_drafts=SqlVentDrafts(rows, sealer),
            pictures=SqlPictures(rows, sealer),
            bans=SqlBans(rows, sealer, links), links=links, pairs=SqlPairs(rows, sealer),
            unseals=SqlUnseals(rows, sealer), doomed=SqlDoomed(rows, ring),
            mistakes=SqlMistakes(rows, sealer),
            audit=SqlAudit(rows, sealer), vault=Vault(sealer, links), carried=Carried(ring),
            ring=ring, _writer=writer, _connections=connections,
        )  # fmt: skip

    async def run(self) -> None:
        """Write until closed."""
        await self._writer.run()

    def stop(self) -> None:
        """Take no more work; what is queued is still written."""
        self._writer.close()

    async def close(self) -> None:
        """Close the connections; the writer has ended."""
        for connection in self._connections:
            await connection.close()
