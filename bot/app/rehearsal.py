"""A rehearsal: the whole product in the town, in virtual time, one step after another."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import ClassVar, assert_never

from adapters.memory.acts import Acts, Impossible
from adapters.memory.clock import TownClock
from adapters.memory.local import LocalLink
from adapters.memory.offices import set_up
from adapters.memory.places import CUSTODIANS, OWNER
from adapters.memory.platform import TownPlatform
from adapters.memory.script import (
    Attaches,
    ClosesDms,
    Comes,
    Edits,
    Nameless,
    Outage,
    Presses,
    Replies,
    Restarts,
    Step,
    Types,
    Waits,
    Worries,
)
from adapters.memory.town import Town
from adapters.memory.uploads import PHOTO
from adapters.paging.nobody import NoDeadMan, NoPager
from adapters.sql.opening import Mode
from bot.app.application import Application
from bot.app.content import Content, load
from bot.app.wiring import Outside
from bot.model.people import Platform
from bot.ports.chat import ChatPlatform
from bot.ports.pager import DeadMan, Pager
from bot.settings import GivenSettings

MOMENT = timedelta(seconds=1)
"""What passes between two steps, so that no two of them happen at once."""
NUDGE = timedelta(milliseconds=250)


class Rehearsal:
    """A town with a bot in it; restarting keeps the town and the files."""

    usual: ClassVar[Platform] = Platform.DISCORD
    """Where people are of whom a script does not say it."""

    def __init__(  # noqa: PLR0913 - each is a switch of its own with a default
        self,
        database: Path,
        *,
        content: Content | None = None,
        clock: TownClock | None = None,
        pager: Pager | None = None,
        deadman: DeadMan | None = None,
        fresh: bool = False,
    ) -> None:
        """The keys live in a folder beside the database, named after it.

        The community is set up and armed when it begins; a `fresh` one nobody has set up yet.
        """
        self.clock = clock or TownClock()
        self.town = self.founded(self.clock)
        self.acts = Acts(self.town)
        self._pager = pager or NoPager()
        self._deadman = deadman or NoDeadMan()
        self.content = content or load()
        owner = self.town.people[OWNER].on(Platform.DISCORD)
        self.settings = GivenSettings(
            database=database,
            keys=database.with_suffix(".keys"),
            owners=(f"discord:{owner.id}",),
            custodians=tuple(
                "&".join(f"{on}:{self.town.people[one].on(on).id}" for on in Platform)
                for one in CUSTODIANS
            ),
        )
        self._fresh = fresh
        self.chance = Random(1)  # noqa: S311 - names and moments of a rehearsal, no secrets
        self._stack = AsyncExitStack()
        self.app: Application | None = None
        self.platforms: Mapping[Platform, ChatPlatform] = {}

    def founded(self, clock: TownClock) -> Town:
        """The town, before anything happens in it."""
        return Town(clock)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator["Rehearsal", None]:
        """The bot is in the town until left."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    async def start(self) -> None:
        """The bot comes into the town and reads what it missed."""
        self.platforms = self.made()
        outside = Outside(self.platforms, self._pager, self.clock, self.chance)
        app = Application(self.settings, self.content, outside, self._deadman)
        self.app = await self._stack.enter_async_context(app.running(background=False))
        if not self._fresh and app.opened.mode is Mode.WHOLE:
            await self._set_up(app)
            self._fresh = True
        await self.settle()

    def made(self) -> Mapping[Platform, ChatPlatform]:
        """The platforms for one run of the bot; each is the town's, directly."""
        link, remembers = LocalLink(self.town), self.town.faults.remembers
        return {name: TownPlatform(name, link, remembers) for name in Platform}

    async def _set_up(self, app: Application) -> None:
        """As ada did it once, unless these files know a community already."""
        community, now = app.house.community, self.clock.now()

        async def armed() -> None:
            await community.change(lambda found: replace(set_up(found), armed_at=now))

        if not await community.kept():
            await app.house.store.unit("rehearsal", armed)

    async def stop(self) -> None:
        """The bot leaves; the town stays."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()
        self.app = None

    async def take(self, step: Step) -> None:
        """Act one step out. Raises Impossible."""
        self.clock.advance(MOMENT)
        await self.act(step)
        await self.settle()

    async def does(self, act: Callable[[], Awaitable[object]]) -> None:
        """Let somebody do one thing. Raises Impossible."""
        self.clock.advance(MOMENT)
        await act()
        await self.settle()

    async def wait(self, by: timedelta) -> None:
        """Time passes; whatever falls due in it happens at its own moment."""
        until = self.clock.now() + by
        while (now := self.clock.now()) < until:
            self.clock.move_to(min(until, max(await self._next(), now + NUDGE)))
            await self.settle()

    async def act(self, step: Step) -> None:  # noqa: C901, PLR0912 - one line for each step
        """Act one step out, and wait for nothing that comes of it. Raises Impossible."""
        match step:
            case Types(person=person, place=place, platform=platform, text=text):
                await self.acts.types(person, self.acts.room(person, place, platform), text)
            case Presses(person=person, place=place, platform=platform):
                room = self.acts.room(person, place, platform)
                await self.acts.presses(person, room, step.label, step.answers)
            case Edits(person=person, place=place, platform=platform, text=text):
                await self.acts.edits(person, self.acts.room(person, place, platform), text)
            case Attaches(person=person, place=place, platform=platform, text=text):
                room = self.acts.room(person, place, platform)
                await self.acts.says(person, room, text, files=(PHOTO,))
            case Replies(person=person, place=place, platform=platform, text=text):
                room = self.acts.room(person, place, platform)
                await self.acts.replies(person, room, text)
            case Nameless(person=person, place=place, platform=platform, text=text):
                room = self.acts.room(person, place, platform)
                await self.acts.answers_nameless(person, room, text)
            case Worries():
                await self._worries(step)
            case Waits(by=by):
                await self.wait(by)
            case Restarts():
                await self.stop()
                await self.start()
            case Outage(platform=platform, by=by):
                self.town.faults.begin_outage(platform, self.clock.now(), by)
            case ClosesDms(person=person, closed=closed):
                self._dms(person, closed=closed)
            case Comes(person=person, leaves=leaves):
                room = self.acts.room(person, "#general", Platform.DISCORD)
                await (self.acts.leaves if leaves else self.acts.joins)(person, room)
            case _:
                assert_never(step)

    async def _worries(self, step: Worries) -> None:
        room = self.acts.room(step.person, step.place, step.platform)
        shown = self.town.ledger.now_shown()
        written = [one for one in shown if one.where == room and one.sender == step.about]
        if not written:
            message = f"{step.about} wrote nothing in {step.place}"
            raise Impossible(message)
        await self.acts.worries(step.person, written[-1])

    def _dms(self, person: str, *, closed: bool) -> None:
        if person not in self.town.people:
            message = f"nobody here is called {person}"
            raise Impossible(message)
        account = self.town.people[person].on(Platform.DISCORD)
        change = self.town.faults.closed_dms.add if closed else self.town.faults.closed_dms.discard
        change(account)

    async def settle(self) -> None:
        """Everything that is due now is done, and everything that can be paid is paid."""
        if self.app is None:
            return
        await self._heal()
        await self.app.tick()
        await self.app.drain()

    async def _heal(self) -> None:
        """A platform whose outage is over is caught up with."""
        now = self.clock.now()
        for name in [one for one, until in self.town.faults.outages.items() if until <= now]:
            del self.town.faults.outages[name]
            await self.back(name, self.town.faults.began.pop(name, now))

    async def back(self, name: Platform, since: datetime) -> None:
        """A platform is reached again: what was missed since then is read."""
        platform = self.platforms[name]
        if isinstance(platform, TownPlatform) and self.app is not None:
            await self.app.returned(name, since, await platform.catch_up())

    async def _next(self) -> datetime:
        due = None if self.app is None else await self.app.next_due()
        heals = self.town.faults.outages.values()
        later = self.clock.now() + timedelta(days=36_500)
        return min((one for one in (due, *heals) if one is not None), default=later)
