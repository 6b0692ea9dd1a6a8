"""Upkeep: cursors in batches, what was missed written again, retention, the sign of life."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from adapters.sql.house import House
from bot.app.renewing import Renewing
from bot.app.settled import keep_moments
from bot.cog import Job
from bot.dispatch.cursors import CursorKeeper
from bot.dispatch.durable import Durable
from bot.model.incident import Incident
from bot.model.people import Platform, Thread
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.watch.watch import Watch

LOG = logging.getLogger(__name__)
ALIVE = "alive"
LOG_KEPT = timedelta(days=30)
"""How long an incident's log and route outlive its end. Source: product.md, 6."""
TEXTS_KEPT = timedelta(days=1)
"""How long an incident's words do: as long as it can be reopened. Source: product.md, 3."""
LONGEST_KEPT = timedelta(days=30)
"""How long they are kept for a platform of which nothing is heard that was not read before."""
SETTLES = timedelta(hours=1)
"""How old what was finished must be before private rooms are read on from there."""
SETTLED_AFTER = 2
"""After how many of these a position of this run is on disk."""
TOLERATED = timedelta(seconds=10)
"""A clock that leaps by less is not minded: waits get so much longer at most."""
MISTAKES_KEPT = timedelta(days=90)
"""How long it waits for a look what somebody says is wrong with a service."""
KEPT_DAYS = timedelta(days=4)
"""How long keyed hashes of events and deliveries are kept: longer than anything is delivered."""


@dataclass(slots=True)
class Every:
    """A job that falls due again and again, by a row's worth of memory: it loses nothing."""

    name: str
    interval: timedelta
    work: Callable[[datetime], Awaitable[None]]
    at: datetime | None = None

    def job(self) -> Job:
        """As a job of the engine."""
        return Job(self.name, self._due, self._run)

    async def _due(self) -> datetime | None:
        return self.at

    async def _run(self, now: datetime) -> None:
        self.at = now + self.interval
        try:
            await self.work(now)
        except (StoreUnavailable, KeysUnavailable) as gone:
            LOG.warning("%s waits for the database or the keys: %s", self.name, gone)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the house does for itself."""

    house: House
    keeper: CursorKeeper
    durable: Durable
    renewal: Renewing
    watch: Watch
    _buried: set[str] = field(default_factory=set[str])
    """Keys that are destroyed, whose rows still say so."""

    def jobs(self, now: datetime) -> tuple[Job, ...]:
        """The jobs, first due one interval from now (retention at once)."""
        second, minute = timedelta(seconds=1), timedelta(minutes=1)
        day = timedelta(days=1)
        return (
            Every("alive", minute, self.alive, now + minute).job(),
            Every("memory", minute, self.tidy, now + minute).job(),
            Every("missed", 5 * second, self.write_missed, now + 5 * second).job(),
            Every("bury", second, self.bury, now + second).job(),
            Every("retention", day, self.retain, now).job(),
            Every("renewal", second, self.renew, now + second).job(),
            Every("cursors", SETTLES, self.hourly_cursors, now + SETTLES).job(),
        )

    async def tidy(self, now: datetime) -> None:
        """The last words of a room that fell silent are forgotten, too."""
        self.watch.tidy(now)

    async def save_cursors(self) -> None:
        """Move the cursors of public rooms; never past what is not written yet."""
        if await self._all_written() and (cursors := self.keeper.to_save()):
            await self.house.store.unit("cursors", lambda: self.house.cursors.save(cursors))
            self.keeper.saved(cursors)

    async def hourly_cursors(self, now: datetime) -> None:
        """Save the cursors of private rooms, up to what was finished an hour ago."""
        del now
        self.keeper.an_hour_passed()
        await self.save_private_cursors()

    async def save_private_cursors(self) -> None:
        """One position for all private rooms, at times that nobody's writing decides.

        A row that changes when somebody writes would join them to what was stored beside it.
        """
        await self.save_cursors()
        if not await self._all_written():
            return

        async def save() -> Mapping[Platform, datetime]:
            """Looked up in here: an erasure that came before in this batch counts."""
            rooms, positions = self.keeper.private_rooms(), self.keeper.common()
            moments = self.keeper.moments()
            await self.house.cursors.save_private(rooms, positions)
            await keep_moments(self.house.facts, moments)
            return moments

        self.keeper.saved_common(await self.house.store.unit("cursors", save))

    async def _all_written(self) -> bool:
        if self.durable.failing:
            await self.durable.catch_up()
        return not (self.durable.failing or self.durable.untold)

    async def alive(self, now: datetime) -> None:
        """A sign of life, so that the next start knows since when the bot was away.

        Never an earlier one: that comes with all that is moved when the clock is set back.
        """
        known = await self.house.facts.get(ALIVE)
        if known is not None and datetime.fromisoformat(known) - now > TOLERATED:
            return
        await self.house.store.unit("alive", lambda: self.house.facts.put(ALIVE, now.isoformat()))

    async def write_missed(self, now: datetime) -> None:
        """Write what was handled in memory while the database could not be written."""
        del now
        written = await self.durable.catch_up()
        if written:
            LOG.warning("written after the database came back: %d events", written)
        await self.durable.tell()

    async def renew(self, now: datetime) -> None:
        """Renew the sealing key in small steps, so that none is seven days old."""
        if self.durable.failing or not self.renewal.due(now):
            return
        await self.renewal.go_on(now)

    async def bury(self, now: datetime) -> None:
        """Destroy the keys that went with a commit, in no transaction that others wait for."""
        del now
        ring, failed = self.house.ring, self.house.ring.failing
        if ring.owes or failed:
            try:
                self._buried.update(await ring.bury())
            except KeysUnavailable as gone:
                if not failed:  # said once; the auditor tells the owners
                    LOG.error("erased keys still lie in their store: %s", gone)
                return
        if named := tuple(self._buried):
            await self.house.store.unit("buried", lambda: self.house.doomed.forget(named))
            self._buried.difference_update(named)

    async def _forget(self, incident: Incident) -> None:
        """An old incident goes; the way back too, unless its thread still lives."""
        subject = incident.subject
        if isinstance(subject, Thread):
            lives = await self.house.vents.get(subject.id) is not None
            if not lives and not await self.house.pairs.of(subject.id):
                await self.house.vault.close_thread(subject)
        await self.house.incidents.forget(incident)

    def _read_again(self, now: datetime) -> datetime | None:
        """Since when things may be read again; no longer than a month, for a silent platform.

        The month counts only once the bot ran for two hours: after a long pause the position on
        disk is that of before, and a second start would go through all of it again.
        """
        since, longest = self.keeper.read_again_since(), now - LONGEST_KEPT
        return since if self.keeper.hours < SETTLED_AFTER else max(since or longest, longest)

    async def retain(self, now: datetime) -> None:
        """Drop what is older than its use."""
        since = self._read_again(now)

        async def drop() -> None:
            if since is not None:
                await self.house.outbox.forget_paid(since - KEPT_DAYS)
            await self.house.outbox.forget_closed(now)
            await self.house.erasures.forget_closed()
            await self.house.drafts.forget_expired(now)
            await self.house.incidents.forget_old_texts(now - TEXTS_KEPT)
            await self.house.mistakes.forget_before((now - MISTAKES_KEPT).date())

        incidents = self.house.incidents
        await self.house.store.unit(
            "retention", lambda: incidents.forget_unreadable(now - LOG_KEPT)
        )
        for incident in await incidents.closed_before(now - LOG_KEPT):
            forget = partial(self._forget, incident)
            await self.house.store.unit("retention", forget)
        if since is not None:
            await self.house.store.forget_seen(since - KEPT_DAYS)
        await self.house.store.unit("retention", drop)
