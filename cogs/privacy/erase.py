"""Erasing: at once when a member asks, and thirty days after they left."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from bot.cog import Cog, Job
from bot.dispatch.consent import Consent
from bot.model.people import Member
from bot.ports.links import Links
from bot.ports.privacy import Erasures, Leavers, Mark
from bot.ports.store import Store
from bot.ports.time import Clock

ERASURES = "erasures"
"""The job that finishes what a crash, or a full disk, left half done."""
KEPT_AFTER_LEAVING = timedelta(days=30)
SPREAD_DAYS = 7
ONE_DAY = timedelta(days=1)
LOOKED_AGAIN = timedelta(hours=1)
"""After so long it is asked again whether somebody is still here by another account."""


@dataclass(slots=True)
class Erasing:
    """Erases members: their key first, then what every feature keeps."""

    cogs: tuple[Cog, ...]
    erasures: Erasures
    leavers: Leavers
    consent: Consent
    store: Store
    clock: Clock
    forget_room: Callable[[Member], None]
    chance: Random
    links: Links
    _next: datetime | None = None
    _looked: bool = False
    _moment: datetime | None = None

    def job(self) -> Job:
        """As a job of the engine."""
        return Job(ERASURES, self._due, self._run)

    async def begin(self, who: Member) -> Mark | None:
        """Destroy the member's key; None when that cannot be done now."""
        return await self.erasures.begin(who)

    async def go_on(self, who: Member, mark: Mark) -> None:
        """Drop everything else, in the same unit.

        What stands on others goes first: it still sees what they hold.
        """
        await self.erasures.rows(who, mark)
        for cog in reversed(self.cogs):
            await cog.forget(who)
        self.consent.forget(who)
        self.forget_room(who)
        self._looked = False

    async def left(self, who: Member) -> None:
        """What is kept of somebody who left is erased in a month, on a day drawn by lot.

        Posts that leave the rooms on a day would otherwise say whose they were.
        """
        if await self.keeps_anything(who):
            await self.leavers.put(who, self._in_a_month())
            self._looked = False

    def _in_a_month(self) -> date:
        later = timedelta(days=self.chance.randrange(SPREAD_DAYS))
        return (self.clock.now() + KEPT_AFTER_LEAVING + later).date()

    async def joined(self, who: Member) -> None:
        """They came back: nothing is erased."""
        await self.leavers.drop(who)
        self._looked = False

    async def keeps_anything(self, who: Member) -> bool:
        """Whether any feature, or the consent itself, keeps something of this member."""
        if await self.consent.given(who):
            return True
        return any([holds(await cog.export(who)) for cog in self.cogs])

    async def _due(self) -> datetime | None:
        if self.erasures.waiting():
            return self.clock.now()
        if not self._looked:
            self._next = await self._first()
            self._looked = True
        return self._next

    async def _first(self) -> datetime | None:
        """When the next one goes; who is here by another account is looked at again meanwhile."""
        leaving = await self.leavers.all()
        gone = {who for who, _ in leaving}
        first = next((day for who, day in leaving if not self._stays(who, gone)), None)
        moments = [] if first is None else [self._drawn(first)]
        held = any(self._stays(who, gone) for who in gone)
        return min([*moments, *([self.clock.now() + LOOKED_AGAIN] if held else [])], default=None)

    def _stays(self, who: Member, gone: Collection[Member]) -> bool:
        """Whether this person is still here, by an account that they linked to this one."""
        other = self.links.of(who)
        return other is not None and other not in gone

    def _drawn(self, day: date) -> datetime:
        """A moment of that day, drawn once: at midnight everybody knew who had left."""
        if self._moment is None or self._moment.date() != day:
            self._moment = datetime.combine(day, time(), UTC) + ONE_DAY * self.chance.random()
        return self._moment

    async def _run(self, now: datetime) -> None:
        for mark, who in self.erasures.waiting():
            if await self.erasures.rows_are_gone(mark):
                await self.erasures.close(mark)
            else:
                await self.store.unit("erase", partial(self.go_on, who, mark))
        leaving = await self.leavers.all()
        gone = {who for who, _ in leaving}
        for who, day in leaving:
            if self._stays(who, gone):
                await self._put_off(who, day, now)
            elif day <= now.date():
                await self.store.unit("left", partial(self._whole, who))
        self._looked = False

    async def _put_off(self, who: Member, day: date, now: datetime) -> None:
        """About a month is left whenever the other account leaves, or the link is undone.

        What went at that moment would be seen to be theirs who leave.
        """
        if day - now.date() < KEPT_AFTER_LEAVING - timedelta(days=SPREAD_DAYS):
            put = partial(self.leavers.put, who, self._in_a_month())
            await self.store.unit("stays", put)

    async def _whole(self, who: Member) -> None:
        mark = await self.begin(who)
        if mark is not None:
            await self.go_on(who, mark)


def holds(exported: Mapping[str, object]) -> bool:
    """Whether an export says anything: an empty one has no values but none, no and empty."""
    return any(bool(one) for one in exported.values())
