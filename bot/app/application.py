"""The application: opens, starts, keeps going and stops everything, in that order."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

from adapters.sql.house import House, Lock
from adapters.sql.opening import Mode, Opened, open_data, remember_keys
from bot.app.collector import collected
from bot.app.content import Content
from bot.app.mirroring import Mirroring
from bot.app.owners import OwnersLine
from bot.app.people import owners_of
from bot.app.renewing import Renewing, swept
from bot.app.restored import restored, told_of_restore
from bot.app.settled import keep_moments, known_moments
from bot.app.ticker import Ticker
from bot.app.upkeep import ALIVE, Upkeep
from bot.app.warming import warmed
from bot.app.wiring import Outside, Plan, Wired, defaults_of, wire
from bot.audit import TELL_AGAIN, Auditor
from bot.dispatch.menu import menu_of
from bot.dispatch.suggesting import suggestions
from bot.model.events import AnyEvent, Said
from bot.model.people import Platform, Role
from bot.ports.chat import Cursors
from bot.ports.delivery import Priority
from bot.ports.menu import Entry, Typing
from bot.ports.mirror import Mirror
from bot.ports.pager import DeadMan
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.settings import Settings
from bot.ui.form import Choice
from bot.ui.reply import Reply
from cogs.privacy.erase import ERASURES

LOG = logging.getLogger(__name__)
AWAY_AFTER = timedelta(minutes=2)
"""A gap longer than this is told to the moderators."""
CURSORS_EVERY_S = 0.1


class Application:
    """Porchlight over some platforms. It is the receiver that adapters talk to."""

    def __init__(
        self, settings: Settings, content: Content, outside: Outside, deadman: DeadMan
    ) -> None:
        """Nothing is opened yet; use `running`."""
        self.settings = settings
        self._content, self._mirroring = content, Mirroring(content)
        self.outside = outside
        self._deadman = deadman
        self._read = 0
        self._caught_up = False
        self._swept: Mapping[str, int] = {}
        self._told: dict[str, datetime] = {}

    @asynccontextmanager
    async def running(self, *, background: bool) -> AsyncGenerator["Application", None]:
        """Everything open and started; with `background` it works by itself until left.

        Without it nothing happens but by `receive`, `tick` and `drain`, for virtual time.
        Raises InUse, Damaged, Newer, Changed.
        """
        async with AsyncExitStack() as stack:
            await self._open(stack)
            group = await stack.enter_async_context(asyncio.TaskGroup())
            houses = tuple({id(one): one for one in (self.house, self.standby)}.values())
            for house in houses:
                group.create_task(house.run())
                stack.callback(house.stop)
            await self._prepare()
            stack.push_async_callback(self._leave)
            paying = [worker.run() for worker in self.wired.workers] if background else []
            tasks = [group.create_task(one) for one in paying]  # what is owed waits for no platform
            try:
                await self._arrive()
                if background:
                    warming = warmed(self._content.detector.patterns)
                    works = (self._keep_cursors(), warming, collected())
                    tasks += map(group.create_task, works)
                    if self.house.community.now.pictures:
                        tasks.append(group.create_task(self.outside.redraws.try_out()))
                yield self
            finally:
                for task in tasks:
                    task.cancel()

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Take one event in."""
        self._read += 1
        return await self.wired.engine.receive(event)

    async def gathered(self, event: Said) -> Reply | None:
        """Look at the files that came with a text."""
        return await self.wired.engine.gathered(event)

    async def begins_at(self, positions: Cursors) -> None:
        """The first start of all."""
        highest: dict[Platform, int] = {}
        for room, position in positions.items():
            highest[room.platform] = max(position, highest.get(room.platform, position))
        moments = dict.fromkeys(highest, self.outside.clock.now())
        self.wired.keeper.begins(highest, moments)

        async def begin() -> None:
            await self.house.cursors.save(positions)
            await self.house.cursors.save_private({}, highest)
            await keep_moments(self.house.facts, moments)

        try:
            await self.house.store.unit("begin", begin)
        except KeysUnavailable as gone:
            LOG.error("the first positions wait for the keys: %s", gone)
        except StoreUnavailable as gone:
            await self.wired.durable.failed(str(gone))

    async def returned(self, platform: Platform, since: datetime, read: int) -> None:
        """A platform was out of reach: the moderators hear since when, and what was read."""
        until = self.outside.clock.now()
        if until - since >= AWAY_AFTER:
            await self._line.tell_moderators(
                "was_away", number=read, platform=platform.value, **between(since, until)
            )

    def is_urgent(self, event: Said) -> bool:
        """Whether a text calls people by itself."""
        return self.wired.engine.is_urgent(event)

    async def receive_early(self, event: Said) -> Reply | None:
        """Take an urgent text in before its turn."""
        return await self.wired.engine.receive_early(event)

    def turn(self, platform: Platform) -> timedelta:
        """When an answer that is not owed may go, in a measure with all that is."""
        return self.wired.buckets[platform].wait(Priority.REPLY, self.outside.clock.now())

    def menu(self) -> Sequence[Entry]:
        """Every command, for platforms that list them."""
        return menu_of(self.wired.table, self._content.texts)

    def suggestions(self, typing: Typing) -> Sequence[Choice]:
        """Answers that may be meant by what is being typed."""
        return suggestions(self.wired.table, self._content.texts, typing)

    def roles(self, platform: Platform, gives: Role) -> Sequence[str]:
        """The platform's own ids of the roles whose holders are this in the community."""
        granted = self.house.community.now.granted(gives)
        return [one.id for one in granted if one.platform is platform]

    async def mirror(self, platform: Platform) -> Mirror:
        """The strongest phrases, for a platform with a filter of its own."""
        return await self._mirroring.now(self.house.community.now, platform)

    async def tick(self) -> None:
        """Do everything that is due now."""
        await self.ticker.ring()

    async def drain(self) -> None:
        """Pay everything that can be paid now, and save the cursors."""
        for worker in self.wired.workers:
            await worker.drain()
        await self.upkeep.save_cursors()

    async def next_due(self) -> datetime | None:
        """When something falls due next."""
        debts = [await one.outbox.next_due() for one in (self.house, self.standby)]
        jobs = await self.ticker.next_due()
        return min((one for one in (*debts, jobs) if one is not None), default=None)

    async def _open(self, stack: AsyncExitStack) -> None:
        settings, clock = self.settings, self.outside.clock
        settings.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stack.callback(Lock(settings.database).release)
        given = settings.master_key.get_secret_value() if settings.master_key else None
        self.opened: Opened = await open_data(settings.database, settings.keys, given, clock)
        self.house: House = self.opened.house
        stack.push_async_callback(self.house.close)
        stack.push_async_callback(self.house.ring.close)
        self.standby: House = await House.open(None, self.house.ring, clock)
        stack.push_async_callback(self.standby.close)

    async def _prepare(self) -> None:
        if self.opened.mode is Mode.WHOLE:
            await remember_keys(self.house)
            self._swept = await swept(self.house)
        await self.house.community.begin(defaults_of(self.settings, self.outside))
        self._line = OwnersLine(
            owners_of(self.settings), self.outside.platforms, self.outside.pager,
            self.house.community, self._content.texts,
        )  # fmt: skip
        alarm = self.opened.mode is Mode.ALARM_ONLY
        self.wired: Wired = wire(
            Plan(self.settings, self._content, self.outside, self.house, self.standby, alarm),
            self._failing,
        )
        self.upkeep = Upkeep(
            self.house,
            self.wired.keeper,
            self.wired.durable,
            Renewing(self.house),
            self.wired.watch,
        )
        now = self.outside.clock.now()
        self.auditor = Auditor(
            self.wired.engine.overdue_since, lambda: self.wired.durable.failing,
            lambda: self.house.ring.failing, self.house.outbox, self.house.incidents,
            self._deadman, self._line.tell, lambda: self.ticker.failing,
        )  # fmt: skip
        self.auditor.begin(now)
        self.ticker = Ticker(
            self.outside.clock, self.wired, self.upkeep, self.auditor, self.standby
        )

    async def _arrive(self) -> None:
        """Start the platforms: what was missed is read before anything is called caught up."""
        await self.ticker.ring_first(ERASURES)
        since = await self.house.facts.get(ALIVE)
        from_copy = await restored(self.house)
        cursors = await self.house.cursors.load()
        shared = await self.house.cursors.shared()
        self.wired.keeper.begins(shared, await known_moments(self.house.facts, shared))
        for platform in self.outside.platforms.values():
            await platform.start(self, cursors)
        await self.wired.surveys.refresh()
        self._caught_up = True
        now = self.outside.clock.now()
        if self.opened.mode is Mode.ALARM_ONLY:
            LOG.critical("alarm-only mode: %s", self.opened.because)
            await self._line.tell("alarm_only", because=self.opened.because)
            await self._line.tell_moderators("alarm_only", because=self.opened.because)
        if self._swept:
            await self._line.tell("swept", number=sum(self._swept.values()))
        for refused in self._content.refused:
            LOG.error("a row of an overlay was refused: %s", refused)
            await self._line.tell("overlay_refused", row=refused)
        away = None if since is None else datetime.fromisoformat(since)
        if away is not None and (from_copy or now - away >= AWAY_AFTER):
            await self._line.tell_moderators(
                "restored" if from_copy else "was_away", number=self._read, platform="",
                day=f"{away:%Y-%m-%d}", **between(away, now),
            )  # fmt: skip
        if from_copy:
            await told_of_restore(self.house)
        try:
            await self.upkeep.alive(now)
        except StoreUnavailable as gone:
            await self.wired.durable.failed(str(gone))

    async def _leave(self) -> None:
        await self.wired.durable.tell(last=True)  # it stands nowhere else
        for platform in self.outside.platforms.values():
            await platform.stop()
        if not self._caught_up:
            return  # something live may be past what was missed and never read
        try:
            await self.upkeep.save_private_cursors()
            await self.upkeep.alive(self.outside.clock.now())
        except (StoreUnavailable, KeysUnavailable) as gone:
            LOG.warning("cursors stay where they were: %s", gone)

    async def _keep_cursors(self) -> None:
        while True:
            await asyncio.sleep(CURSORS_EVERY_S)
            try:
                await self.upkeep.save_cursors()
            except StoreUnavailable as gone:
                LOG.warning("cursors wait for the database: %s", gone)

    async def _failing(self, because: str) -> None:
        """Owners hear of one cause once an hour, however often it comes and goes."""
        now, told = self.outside.clock.now(), self._told.get(because)
        if told is not None and abs(now - told) < TELL_AGAIN:
            return
        self._told[because] = now
        await self._line.tell("database_failing", because=because)


def between(since: datetime, until: datetime) -> dict[str, str]:
    """Two moments as moderators read them: with their days where they are not one."""
    form = "%H:%M" if since.date() == until.date() else "%d %b %H:%M"
    return {"since": since.strftime(form), "until": until.strftime(form)}
